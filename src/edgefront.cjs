#!/usr/bin/env node
// The one file of JavaScript: every Node.js can read it, so that one too old to run the others says
// so in a line instead of a stack trace.
var needed = require('../package.json').engines.node.match(/\d+/)[0];
if (parseInt(process.versions.node, 10) < Number(needed)) {
  console.error('edgefront needs Node.js ' + needed + ' or newer; this is ' + process.versions.node + '.');
  process.exit(1);
}
require('./main.ts');
