#!/usr/bin/env node
// Plain old JavaScript, so that a Node of years ago can read it and say what it needs instead of a syntax error.
"use strict";

// biome-ignore-start lint/style/useNodejsImportProtocol: an old Node does not know `node:`
var fs = require("fs");
var path = require("path");
var url = require("url");
// biome-ignore-end lint/style/useNodejsImportProtocol: see above

var needed = 24;
var here = process.versions.node;

if (Number(here.split(".")[0]) < needed) {
  console.error(`saoma needs Node ${needed} or newer; this is Node ${here}.`);
  process.exit(1);
}

// A clone runs its sources, the installed package what was built of them.
var source = path.join(__dirname, "../src/cli/main.ts");
var built = path.join(__dirname, "../dist/cli/main.js");
import(url.pathToFileURL(fs.existsSync(source) ? source : built).href);
