/**
 * Stands in for @mapbox/node-pre-gyp in the build: TensorFlow's package asks its `find` where the binding is, and load.ts
 * sets that. A file of its own, so that both get the same object.
 */
module.exports = {};
