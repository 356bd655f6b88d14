/**
 * The longest texts and lists accepted from outside, far above what anybody needs.
 * test/unit/architecture-bounds.test.ts finds fields of the contract without a limit.
 */
/** What file systems allow. */
export const LONGEST_FILE_NAME = 255;
/** What Linux allows. */
export const LONGEST_PATH = 4096;
/** A name that a person gives: a network, a study, a class, a column. */
export const LONGEST_NAME = 1000;
export const LONGEST_TEXT = 100_000;
/** In a parameter of a layer, such as a kernel's size. */
export const MOST_NUMBERS = 1000;
/** Layers of a graph, its wires, its groups. */
export const MOST_PARTS = 1_000_000;
/** Runs, arms, seeds, changes of a schedule. */
export const MOST_RUNS = 10_000;
export const MOST_STEPS = 10_000;
/** Classes of a data set; ImageNet-21k has 21,841. */
export const MOST_CLASSES = 1_000_000;
