import assert from "node:assert/strict";
import { test } from "node:test";
import { pretty, prettyQuery } from "../../phone/pretty.js";

test("JSON is indented and keeps every digit of a long id", () => {
  assert.equal(pretty("{\"msgid\":17353358605721623,\"list\":[1,{}],\"none\":[]}"), "{\n  \"msgid\": 17353358605721623,\n  \"list\": [\n    1,\n    {}\n  ],\n  \"none\": []\n}");
});

test("secrets are hidden wherever they are, words that look like them are not", () => {
  const shown = pretty("{\"secret\":\"s3\",\"a\":{\"access_token\":\"t0\",\"session_key\":\"k\"},\"text\":\"secret\"}");
  assert.equal(/s3|t0|"k"/.test(shown), false);
  assert.ok(shown.includes("\"text\": \"secret\""));
  assert.equal(prettyQuery("appid=wx&secret=s3&code=c"), "appid=wx\nsecret=…\ncode=c");
});

test("XML is indented, an element with text stays on its line", () => {
  assert.equal(pretty("<xml><A><![CDATA[x]]></A><B><C>1</C></B></xml>"), "<xml>\n  <A><![CDATA[x]]></A>\n  <B>\n    <C>1</C>\n  </B>\n</xml>");
});

test("what is neither stays as it is", () => {
  for (const text of ["success", "", "{broken", "<html>", "\"", "[1,"]) assert.equal(pretty(text), text);
});
