/** Python that finds the images of a data set: in a folder, else where the set is published. `shapes` are drawn. */
import type { Selection } from '../../../core/study/data';
import type { SplitRecord } from '../../../core/study/run';
import type { DatasetSource, RemoteFile } from '../../datasets/sources/source';
import { literal, tuple } from './python';
import { shapesSource } from './shapes';

const FOUND = `def found(root, name):
    """A file or folder of that name below \`root\`."""
    return next(iter(sorted(root.rglob(name))), None)`;

const FETCHED = `def fetched(root, name, urls, checksum):
    """A file below \`root\`; it is downloaded to it if it is missing. The checksum is (algorithm, digits) or None."""
    path = found(root, name)
    if path:
        return path
    root.mkdir(parents=True, exist_ok=True)
    part = root / f"{name}.part"
    for url in urls:
        print("Downloading", url, flush=True)
        try:
            urllib.request.urlretrieve(url, part)
        except OSError as error:
            print(error)
            continue
        if checksum and hashlib.new(checksum[0], part.read_bytes()).hexdigest() != checksum[1]:
            print("Its checksum is not that of the published file.")
            continue
        return part.rename(root / name)
    raise SystemExit(f"{name} could not be downloaded. Put it into the folder {root} and start again.")`;

const PICTURES = `def pictures(base, folders):
    """Files and labels, classes mixed evenly in natural order of names: the first N have every class in proportion."""
    placed = []
    for label, folder in enumerate(folders):
        if not (base / folder).is_dir():
            raise SystemExit(f"{base} needs a folder named {folder}, with the pictures of that class.")
        files = list((base / folder).rglob("*"))
        with ThreadPoolExecutor() as threads:
            files = [file for file, decodes in zip(files, threads.map(is_picture, files)) if decodes]
        files.sort(key=lambda each: natural(each.relative_to(base).as_posix()))
        placed += [((n + 0.5) / len(files), label, file) for n, file in enumerate(files)]
    placed.sort(key=lambda one: one[:2])
    return [file for _, _, file in placed], np.array([label for _, label, _ in placed], int)


def natural(name):
    """Sorts "2" before "10"."""
    pieces = re.findall("[0-9]+|[^0-9]+", name.lower())
    numbers = [(each.lstrip("0") if each[0].isdigit() else None, each) for each in pieces]
    return [(each, 0, "") if number is None else ("0", len(number), number) for number, each in numbers], name


def is_picture(file):
    """Whether it decodes to its end."""
    if file.name.startswith(".") or file.suffix.lower() not in ENDINGS:
        return False
    try:
        with Image.open(file) as image:
            image.load()
        return True
    except (OSError, SyntaxError, ValueError):
        return False


ENDINGS = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".gif"}`;

/** Whether it has images to validate on beside those to train on. */
export const hasValidation = ({ expected }: DatasetSource): boolean => expected.val > 0;

/** Folders of an own set, in the order of its classes; undefined where the run's record lacks them. */
export const pictureClasses = (
  { classes: chosen }: Selection,
  split: SplitRecord | undefined,
): readonly string[] | undefined => (chosen === null ? split?.classes?.map(({ name }) => name) : undefined);

/**
 * `source(root)`: images and labels of training, of validation, and the names of the classes.
 * @param folders see `pictureClasses`
 * @param limited the first images of each split are all that is needed. */
export function sourceOf(
  known: DatasetSource | undefined,
  folders: readonly string[] | undefined,
  limited: boolean,
): string {
  if (!known) return ownSource(folders);
  if (known.generate) return shapesSource(known, limited);
  if (known.photos) return photosSource(known, known.photos.folders);
  return known.records ? recordsSource(known, known.records) : idxSource(known);
}

const archiveOf = ({ download = [] }: DatasetSource): RemoteFile => download[0] as RemoteFile;

/** The arguments of `fetched` behind the folder. */
function remote({ fileName, urls, md5, sha256 }: RemoteFile): string[] {
  const checksum = sha256 ? ['sha256', sha256] : md5 ? ['md5', md5] : null;
  return [fileName, urls, checksum].map(literal);
}

/** Lines in `source` where the archive of a set is needed. */
const unpacked = (known: DatasetSource): string => `        archive = fetched(
            root,
${remote(archiveOf(known))
  .map((argument) => `            ${argument},`)
  .join('\n')}
        )
        shutil.unpack_archive(archive, root)`;

/** The names of the classes, in the order of the labels. */
const names = (classes: readonly string[]): string => `NAMES = ${tuple(classes)}`;

function recordsSource(
  known: DatasetSource,
  { labelBytes, files }: NonNullable<DatasetSource['records']>,
): string {
  const listed = (split: 'train' | 'val') =>
    tuple(
      files.filter((file) => file.split === split).map(({ name }) => name),
      '    ',
    );
  return [
    names(known.classes),
    FOUND,
    FETCHED,
    `def source(root):
    """The files of ${known.name} (binary version) below \`root\`, from their archive if it is there, else downloaded."""
    train = ${listed('train')}
    val = ${listed('val')}
    if not all(found(root, name) for name in train + val):
${unpacked(known)}

    def records(names):
        raw = np.concatenate([np.fromfile(found(root, name), "uint8") for name in names]).reshape(-1, ${labelBytes} + 3072)
        return raw[:, ${labelBytes}:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), raw[:, ${labelBytes - 1}].astype(int)

    return records(train), records(val), NAMES`,
  ].join('\n\n\n');
}

function idxSource(known: DatasetSource): string {
  const files = (known.download ?? []).map((file) => `            (${remote(file).join(', ')}),`);
  return [
    names(known.classes),
    FOUND,
    FETCHED,
    `def source(root):
    """The four files of ${known.name} below \`root\`, packed or not, else downloaded."""

    def idx(name, urls, checksum):
        path = found(root, name.removesuffix(".gz")) or fetched(root, name, urls, checksum)
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        dimensions = data[3]
        return np.frombuffer(data, "uint8", offset=4 + 4 * dimensions)

    images, labels, val_images, val_labels = (
        idx(*file)
        for file in (
${files.join('\n')}
        )
    )
    shaped = lambda pixels: pixels.reshape(-1, 28, 28, 1)
    return (shaped(images), labels.astype(int)), (shaped(val_images), val_labels.astype(int)), NAMES`,
  ].join('\n\n\n');
}

function photosSource(known: DatasetSource, folders: readonly (readonly [string, string])[]): string {
  return [
    names(known.classes),
    FOUND,
    FETCHED,
    PICTURES,
    `def source(root):
    """The folders of ${known.name} below \`root\`, from their archive if it is there, else downloaded."""
    folders = ${tuple(
      folders.map(([folder]) => folder),
      '    ',
    )}
    if not found(root, folders[0]):
${unpacked(known)}
    bases = [each.parent for each in sorted(root.rglob(folders[0]))]
    base = next((each for each in bases if each.name == "train"), bases[0])
    val = base.parent / "val"
    held = pictures(val, folders) if base.name == "train" and val.is_dir() else ([], np.zeros(0, int))
    return pictures(base, folders), held, NAMES`,
  ].join('\n\n\n');
}

function ownSource(folders: readonly string[] | undefined): string {
  const listed = folders
    ? literal(folders)
    : 'sorted((each.name for each in base.iterdir() if each.is_dir()), key=natural)';
  return [
    PICTURES,
    `def source(root):
    """Pictures in FOLDER/train/CLASS and FOLDER/val/CLASS, or all in FOLDER/CLASS."""
    base = root / "train" if (root / "train").is_dir() else root
    if not base.is_dir():
        raise SystemExit(f"There is no folder {base}. Name the folder of the pictures, with a folder for each class.")
    classes = ${listed}
    val = next((root / name for name in ("val", "validation", "test") if (root / name).is_dir()), None)
    held = pictures(val, classes) if val and base != root else ([], np.zeros(0, int))
    return pictures(base, classes), held, classes`,
  ].join('\n\n\n');
}
