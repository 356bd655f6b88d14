/** Python that chooses the images of a run, the same ones as core/study/selection.ts and main/datasets/selection. */
import type { Selection } from '../../../core/study/data';
import { SHARE_WITHOUT_SPLIT } from '../../../core/study/selection';
import { STREAMS } from '../../datasets/selection/draw';
import { literal } from './python';

/** sfc32, seeded as in main/datasets/shapes/random.ts. */
export const RANDOM = `class Random:
    """sfc32 (Chris Doty-Humphrey, PractRand): a generator for each seed, stream and index."""

    def __init__(self, seed, stream, index):
        low, high = (lambda value: value & 0xFFFFFFFF), (lambda value: value >> 32)
        self.a = low(seed) ^ low(stream * 0x9E3779B9)
        self.b = high(seed) ^ low(high(index) * 0x85EBCA6B)
        self.c, self.counter = low(index), 1
        for _ in range(15):
            self.u32()

    def u32(self):
        total = (self.a + self.b + self.counter) & 0xFFFFFFFF
        self.counter += 1
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & 0xFFFFFFFF
        self.c = ((self.c << 21 | self.c >> 11) + total) & 0xFFFFFFFF
        return total

    def unit(self):
        return self.u32() / 4294967296

    def below(self, n):
        return int(self.unit() * n)`;

const CHOOSE = `def choose(labels, val_labels, names):
    """Positions of the images to train and to validate on, the output of each class (-1: left out), and the outputs' names."""
    wanted = CHOSEN or [(name, [name]) for name in names]
    outputs = np.full(len(names), -1)
    for output, (_, members) in enumerate(wanted):
        for name in members:
            outputs[names.index(name)] = output
    kept = lambda labels: [i for i, label in enumerate(labels) if outputs[label] >= 0]
    pool, held = kept(labels), kept(val_labels)
    if VALIDATION is not None or not len(val_labels):
        amount = ${SHARE_WITHOUT_SPLIT} if VALIDATION is None else VALIDATION
        count = max(1, math.floor(amount * len(pool) + 0.5)) if amount < 1 else amount
        held, val_labels = drawn(pool, labels, count, ${STREAMS.heldOut}), labels
        pool = sorted(set(pool) - set(held))
    chosen = narrowed(pool, labels, TRAIN_SHARE, TRAIN_LIMIT, ${STREAMS.train})
    return chosen, narrowed(held, val_labels, 1, VAL_LIMIT, ${STREAMS.validation}), outputs, [name for name, _ in wanted]


def narrowed(pool, labels, share, limit, stream):
    shared = math.floor(share * len(pool) + 0.5) if share < 1 else len(pool)
    count = min(shared, limit or shared)
    target = count if STRATIFIED else shared
    return (drawn(pool, labels, target, stream) if target < len(pool) else pool)[:count]


def drawn(pool, labels, amount, stream):
    """\`amount\` positions with classes in proportion, by largest remainders."""
    members = [[] for _ in range(max(labels) + 1)]
    for i in pool:
        members[labels[i]].append(i)
    products = [len(each) * amount for each in members]
    counts = [product // len(pool) for product in products]
    rests = sorted(range(len(members)), key=lambda label: -(products[label] % len(pool)))
    for label in rests[: amount - sum(counts)]:
        counts[label] += 1
    found = []
    for label, (each, count) in enumerate(zip(members, counts)):
        random = Random(SELECTION_SEED, stream, label)
        for place in range(count):
            other = place + random.below(len(each) - place)
            each[place], each[other] = each[other], each[place]
        found += each[:count]
    return sorted(found)`;

/** `choose` and its constants; undefined where the first images of each split are all there is to choose. */
export function chooseSource(
  { validation, trainShare, limit, seed, classes }: Selection,
  hasValidation: boolean,
): { constants: readonly string[]; text: string } | undefined {
  const isPlain = validation.kind === 'official' && trainShare === 1 && limit === 'first' && classes === null;
  if (isPlain && hasValidation) return undefined;
  const chosen = classes?.map(({ name, of }) => [name, of]) ?? null;
  return {
    constants: [
      '# validation on held-out images, a share or a number; None: on those of the set, a fifth where it has none',
      `VALIDATION = ${literal(validation.kind === 'held-out' ? validation.amount : null)}`,
      `TRAIN_SHARE, STRATIFIED, SELECTION_SEED = ${trainShare}, ${literal(limit === 'stratified')}, ${seed}`,
      `# Name of each output, and the classes in it; None: every class is one.\nCHOSEN = ${literal(chosen)}`,
    ],
    text: CHOOSE,
  };
}
