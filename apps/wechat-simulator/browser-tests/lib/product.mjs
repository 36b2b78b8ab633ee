// A small product: it answers the callback in plain mode, and has pages that the phone opens.

import { once } from "node:events";
import { createServer } from "node:http";

/** Starts it; `{url, received, page, stop}`. `page` is what the page at /page shows. */
export async function startProduct() {
  const received = [];
  const server = createServer((request, response) => serve(request, response, received));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function serve(request, response, received) {
  const url = new URL(request.url, "http://product");
  if (url.pathname !== "/callback") return page(url, response);
  if (request.method === "GET") return response.end(url.searchParams.get("echostr"));
  let xml = "";
  for await (const part of request) xml += part;
  const message = read(xml);
  received.push(message);
  const answer = reply(message);
  response.writeHead(200, { "content-type": "application/xml" });
  return response.end(answer === null ? "success" : envelope(message, answer));
}

/** Where a login leads, and what a menu opens. */
function page(url, response) {
  const shown = [...url.searchParams].map(([name, value]) => `<li>${name}=${escaped(value)}</li>`).join("");
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!DOCTYPE html><html lang="en"><title>Product</title><h1>Page ${escaped(url.pathname)}</h1><ul>${shown}</ul></html>`);
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function read(xml) {
  const fields = [...xml.matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g)];
  return Object.fromEntries(fields.map(([, name, quoted, bare]) => [name, quoted ?? bare]));
}

/** Inner XML of the answer; `null` answers nothing. */
function reply({ MsgType, Event, EventKey, Content }) {
  if (MsgType === "text") return text(`你说的是「${Content}」，签到请看 <a href="https://example.com/checkin">这里</a>`);
  if (Event === "subscribe") return text("欢迎参加春季分享会");
  if (Event === "SCAN") return text(`已扫码 ${EventKey}`);
  if (Event === "CLICK" && EventKey === "agenda") return news();
  if (Event === "CLICK") return text(`菜单 ${EventKey}`);
  return null;
}

function text(content) {
  return `<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content>`;
}

function news() {
  const item = "<item><Title>春季分享会议程</Title><Description>上午主会场，下午三个分会场</Description><PicUrl></PicUrl><Url>https://example.com/agenda</Url></item>";
  return `<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles>${item}</Articles>`;
}

function envelope({ FromUserName, ToUserName }, inner) {
  return `<xml><ToUserName>${FromUserName}</ToUserName><FromUserName>${ToUserName}</FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime>${inner}</xml>`;
}
