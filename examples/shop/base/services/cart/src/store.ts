import type { Item } from "@shop/api-client";

const baskets = new Map<string, Item[]>();

export function basketOf(user: string): Item[] {
  return baskets.get(user) ?? [];
}

export function add(user: string, item: Item): void {
  const items = basketOf(user);
  const known = items.find(({ sku }) => sku === item.sku);
  if (known) known.quantity += item.quantity;
  else baskets.set(user, [...items, item]);
}
