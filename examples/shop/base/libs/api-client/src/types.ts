export interface Product {
  sku: string;
  name: string;
  cents: number;
}

export interface Item {
  sku: string;
  quantity: number;
}
