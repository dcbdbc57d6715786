import { createServer } from "node:http";

import { resultsPage } from "./pages";

createServer(async (request, response) => {
  const query = new URL(request.url ?? "/", "http://web").searchParams.get("q") ?? "";
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(await resultsPage(query));
}).listen(8080);
