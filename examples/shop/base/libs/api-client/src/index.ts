export { formatCents } from "./money";
export { getJson, postJson } from "./http";
export type { Item, Product } from "./types";
