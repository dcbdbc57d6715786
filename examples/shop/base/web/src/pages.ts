import { formatCents, getJson, type Product } from "@shop/api-client";

import { escapeHtml } from "./escape";

const CATALOG_URL = process.env.CATALOG_URL ?? "http://localhost:8002";

export async function resultsPage(query: string): Promise<string> {
  const products = await getJson<Product[]>(`${CATALOG_URL}/search?q=${encodeURIComponent(query)}`);
  const rows = products.map(({ name, cents }) => `<li>${escapeHtml(name)}: ${formatCents(cents)}</li>`);
  return `<!doctype html><title>The shop</title><ul>${rows.join("")}</ul>`;
}
