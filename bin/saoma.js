#!/usr/bin/env node
// Plain old JavaScript, so that a Node of years ago can read it and say what it needs instead of a syntax error.
"use strict";

// biome-ignore-start lint/style/useNodejsImportProtocol: an old Node does not know `node:`
var fs = require("fs");
var path = require("path");
var url = require("url");
// biome-ignore-end lint/style/useNodejsImportProtocol: see above

var here = process.versions.node;
var parts = here.split(".").map(Number);

// As src/base/terminal-language.ts decides it, which an old Node cannot read.
var asked = / --lang[= ](\S+)/.exec(` ${process.argv.slice(2).join(" ")}`) || [];
var env = process.env;
var isChinese = /^zh([_.@-]|$)/i.test(asked[1] || env.LC_ALL || env.LC_MESSAGES || env.LANG || "");

if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 18)) {
  console.error(
    isChinese
      ? `saoma 需要 Node 22.18 或更新的版本，现在是 Node ${here}。运行 \`npm install node@24\` 在旁边装一个新的，npx 和 npm 脚本会先用它。`
      : `saoma needs Node 22.18 or newer; this is Node ${here}. \`npm install node@24\` puts a newer one beside it, which npx and npm's scripts find first.`,
  );
  process.exit(1);
}

// Node 22 warns of its SQLite at each start, Node 24 does no longer: it is the same one.
var emitWarning = process.emitWarning;
process.emitWarning = function quieter(...given) {
  if (!/^SQLite is an experimental/.test(String(given[0]))) emitWarning.apply(process, given);
};

// A clone, which has its compiler's settings, runs its sources; the installed package what was built of them.
var isClone = fs.existsSync(path.join(__dirname, "../tsconfig.json"));
var main = path.join(__dirname, isClone ? "../src/cli/main.ts" : "../dist/cli/main.js");
void import(url.pathToFileURL(main).href);
