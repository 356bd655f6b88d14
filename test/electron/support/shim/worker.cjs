require('./node.cjs');
require(process.env.SKIPWIRE_SHIM_ENTRY);
