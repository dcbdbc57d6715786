import { createServer } from "node:http";

import { getJson } from "@shop/api-client";

import { add, basketOf } from "./store";

const AUTH_URL = process.env.AUTH_URL ?? "http://localhost:8001";

async function userOf(authorization: string | undefined): Promise<string> {
  const token = (authorization ?? "").replace(/^Bearer /, "");
  return (await getJson<{ user: string }>(`${AUTH_URL}/whoami`, token)).user;
}

export const server = createServer(async (request, response) => {
  try {
    const user = await userOf(request.headers.authorization);
    const sku = new URL(request.url ?? "/", "http://cart").searchParams.get("sku");
    if (request.method === "POST" && sku) add(user, { sku, quantity: 1 });
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(basketOf(user)));
  } catch {
    response.statusCode = 401;
    response.end();
  }
});

server.listen(8004);
