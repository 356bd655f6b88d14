/**
 * Checks the catalogue of messages (core/messages) and the sources that use it:
 *
 *   node scripts/messages.mjs             prints what is wrong, and fails if anything is
 *   node scripts/messages.mjs --left      lists the texts that are shown but not in the catalogue, with their files
 *
 * Both also write core/messages/catalogues.ts, the list of languages. `npm run build` runs the check too.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { parseSync } from '@swc/core';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const messagesFolder = join(root, 'core', 'messages');
const LAYERS = ['core', 'main', 'renderer', 'electron'];

/** { common: { close: 'Close' } } -> [['common.close', 'Close']] */
const flatten = (texts, path = '') =>
  Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [[path + name, text]] : flatten(text, `${path}${name}.`),
  );

/** Languages in a folder: English first, then by name. */
const languagesIn = (folder) => [
  'en',
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'en.json')
    .map((name) => basename(name, '.json'))
    .sort(),
];

/** The catalogues by language, as they are in the files. */
export const readCatalogues = (folder = messagesFolder) =>
  Object.fromEntries(
    languagesIn(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))]),
  );

/** Writes catalogues.ts: an import of each language's file. */
export function writeLanguages(folder = messagesFolder) {
  const languages = languagesIn(folder);
  const path = join(folder, 'catalogues.ts');
  const text = [
    '// Written by scripts/messages.mjs: the language files of this folder.',
    ...languages.map((name) => `import ${name} from './${name}.json';`),
    '',
    `export const catalogues = { ${languages.join(', ')} };`,
    '',
  ].join('\n');
  if (readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

/**
 * What a text uses: arguments, which of them it shows, tags, the options of each `select`, the forms of each `plural`.
 */
export function needsOf(text, rich = true) {
  const needs = { arguments: new Set(), shown: new Set(), tags: new Set(), selects: new Map(), plurals: [] };
  const walk = (elements, counted) => {
    for (const element of elements) {
      if (element.type === TYPE.literal) {
        // An apostrophe before a brace quotes it: two of them are one.
        const [quoted] = /\{[\w.]+\}/.exec(element.value) ?? [];
        if (quoted)
          throw new Error(`${quoted} is quoted by the apostrophe before it; write '' for an apostrophe`);
        continue;
      }
      if (element.type === TYPE.pound) {
        if (counted) needs.shown.add(counted);
        continue;
      }
      if (element.type === TYPE.tag) {
        needs.tags.add(element.value);
        walk(element.children, counted);
        continue;
      }
      needs.arguments.add(element.value);
      if (!element.options) needs.shown.add(element.value);
      if (element.type === TYPE.select) {
        needs.selects.set(element.value, Object.keys(element.options).sort().join(' '));
      }
      if (element.type === TYPE.plural) {
        needs.plurals.push({ type: element.pluralType, forms: Object.keys(element.options) });
      }
      for (const option of Object.values(element.options ?? {})) {
        walk(option.value, element.type === TYPE.plural ? element.value : counted);
      }
    }
  };
  walk(parse(text, { ignoreTag: !rich }));
  return needs;
}

const list = (set) => [...set].sort().join(', ') || 'none';

function pluralProblems(language, key, { plurals }) {
  return plurals.flatMap(({ type, forms }) => {
    const categories = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
    const missing = categories.filter(
      (form) => !forms.includes(form) && !(form === 'one' && forms.includes('=1')),
    );
    const foreign = forms.filter(
      (form) => !form.startsWith('=') && !categories.includes(form) && form !== 'other',
    );
    return [
      ...missing.map((form) => `${language}: ${key} lacks the plural form "${form}"`),
      ...foreign.map(
        (form) => `${language}: ${key} has the plural form "${form}", which the language does not have`,
      ),
    ];
  });
}

function sortingProblems(language, texts, path = '') {
  const names = Object.keys(texts);
  const wrong = names.find((name, index) => index > 0 && name < names[index - 1]);
  return [
    ...(wrong === undefined ? [] : [`${language}: keys are sorted; ${path}${wrong} is not`]),
    ...Object.entries(texts).flatMap(([name, text]) =>
      typeof text === 'string' ? [] : sortingProblems(language, text, `${path}${name}.`),
    ),
  ];
}

/**
 * Errors inside the catalogues: syntax, keys that only one language has, other arguments, plural forms.
 * @param richKeys keys that are shown with tags; elsewhere `<run>` is text
 */
export function catalogueProblems(catalogues, richKeys = new Set()) {
  const english = new Map(flatten(catalogues.en));
  return Object.entries(catalogues).flatMap(([language, texts]) => {
    const flat = new Map(flatten(texts));
    const problems = sortingProblems(language, texts);
    for (const key of english.keys()) if (!flat.has(key)) problems.push(`${language}: ${key} is missing`);
    for (const [key, text] of flat) {
      const rich = richKeys.has(key);
      let needs;
      try {
        needs = needsOf(text, rich);
      } catch (error) {
        problems.push(`${language}: ${key} is not an ICU message: ${error.message}`);
        continue;
      }
      problems.push(...pluralProblems(language, key, needs));
      if (language === 'en') continue;
      if (!english.has(key)) {
        problems.push(`${language}: ${key} is not in English`);
        continue;
      }
      let expected;
      try {
        expected = needsOf(english.get(key), rich);
      } catch {
        continue;
      }
      // An argument that only chooses a form, such as a plural, may be missing in another language.
      const [own, theirs] = [needs.arguments, expected.arguments];
      const differs =
        [...own].some((name) => !theirs.has(name)) || [...expected.shown].some((name) => !own.has(name));
      if (differs)
        problems.push(
          `${language}: ${key} has other arguments (${list(own)}) than in English (${list(theirs)})`,
        );
      if (list(needs.tags) !== list(expected.tags)) {
        problems.push(
          `${language}: ${key} has other tags (${list(needs.tags)}) than in English (${list(expected.tags)})`,
        );
      }
      for (const [argument, options] of expected.selects) {
        const own = needs.selects.get(argument);
        if (own !== undefined && own !== options) {
          problems.push(`${language}: ${key} selects by ${argument} from ${own}; in English from ${options}`);
        }
      }
    }
    return problems;
  });
}

/** Calls with a key, and where in their arguments it is. */
const KEY_CALLS = new Set(['t', 'message', 'refuse']);
/** Attributes and properties whose text is shown. */
const SHOWN = new Set([
  'label',
  'title',
  'aria-label',
  'ariaLabel',
  'placeholder',
  'alt',
  'helperText',
  'help',
  'hint',
  'text',
  'heading',
  'tooltip',
  'description',
  'words',
  'remark',
  'detail',
  'phase',
  'caption',
  'advice',
  'note',
  'noun',
]);
const SHOWING_CALLS = new Set([
  'Refusal',
  'say',
  'print',
  'notify',
  'description',
  'option',
  'argument',
  'addHelpText',
  'InvalidArgumentError',
  'TrainingFailure',
  'Remark',
]);
/** Their texts are for developers. */
const INTERNAL_CALLS = new Set([
  'Error',
  'TypeError',
  'RangeError',
  // main/compiler/ir: a broken program.
  'bug',
  'typeBug',
  'log',
  'debug',
  'warn',
  'error',
  'querySelector',
  'matchMedia',
  'RegExp',
]);

/** Names of arguments and options, and the name that errors begin with. */
const TYPED = /<[^>]*>|\[[\w.=-]*\]|--?[\w-]+|^skipwire:|…/g;
const isText = (text) => {
  const words = text.replace(TYPED, '');
  return /\p{L}{2}/u.test(words) && !/^[a-z][\w-]*$/.test(text) && !/^[\d\w.%()#,/-]+$/.test(text.trim());
};
/** Where nothing marks a text as shown: sentences only. */
const isSentence = (text) =>
  /^\p{Lu}\p{L}*('\w+)? \p{L}+.* .*\p{L}/u.test(text) || /\p{L}{2,} \p{L}{2,}.* \p{L}+[.?!]$/u.test(text);

const nameOfCallee = ({ callee }) =>
  callee?.type === 'MemberExpression'
    ? callee.property?.value
    : callee?.type === 'ParenthesisExpression'
      ? undefined
      : callee?.value;

const templateText = ({ quasis }) => quasis.map(({ cooked, raw }) => cooked ?? raw).join('…');

function literalsOf(expression) {
  if (!expression) return [];
  if (expression.type === 'StringLiteral') return [expression.value];
  if (expression.type === 'TemplateLiteral' && expression.expressions.length === 0)
    return [templateText(expression)];
  if (expression.type === 'ConditionalExpression') {
    return [...literalsOf(expression.consequent), ...literalsOf(expression.alternate)];
  }
  if (expression.type === 'ParenthesisExpression' || expression.type === 'TsAsExpression') {
    return literalsOf(expression.expression);
  }
  return [];
}

/** Names in an object literal; undefined where some cannot be seen. */
function namesOf(expression) {
  if (!expression) return [];
  if (expression.type === 'JSXExpressionContainer') return namesOf(expression.expression);
  if (expression.type !== 'ObjectExpression') return undefined;
  const names = expression.properties.map((property) =>
    property.type === 'Identifier'
      ? property.value
      : property.type === 'KeyValueProperty' || property.type === 'MethodProperty'
        ? property.key.value
        : undefined,
  );
  return names.includes(undefined) ? undefined : names;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The keys that a source uses, and the texts that it shows without the catalogue. */
export function scan(source, namespaces, tsx = true) {
  const found = { literals: new Set(), patterns: [], calls: [], rich: [], left: [] };
  const inNamespace = (text) => namespaces.has(text.split('.', 1)[0]) && text.includes('.');
  const see = (text, shown) => {
    if (inNamespace(text) && !/\s/.test(text)) found.literals.add(text);
    else if (shown === 'internal' || text.length > 2000) return;
    else if (shown ? isText(text) : isSentence(text)) found.left.push(text.trim().replace(/\s+/g, ' '));
  };
  const visit = (node, shown) => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, shown);
      return;
    }
    if (!node || typeof node !== 'object') return;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'TsTypeAliasDeclaration':
      case 'TsInterfaceDeclaration':
      case 'TsTypeAnnotation':
        return;
      case 'StringLiteral':
        see(node.value, shown);
        return;
      case 'JSXText':
        if (/\p{L}{2}/u.test(node.value)) found.left.push(node.value.trim().replace(/\s+/g, ' '));
        return;
      case 'TemplateLiteral': {
        const [first, ...rest] = node.quasis.map(({ cooked, raw }) => cooked ?? raw);
        if (inNamespace(first) && !/\s/.test(first)) {
          found.patterns.push(new RegExp(`^${[first, ...rest].map(escaped).join('[\\w.-]+')}$`));
        } else see(templateText(node), shown);
        visit(node.expressions, shown);
        return;
      }
      case 'CallExpression':
      case 'NewExpression': {
        const name = nameOfCallee(node);
        const args = (node.arguments ?? []).map(({ expression }) => expression);
        if (KEY_CALLS.has(name)) {
          for (const key of literalsOf(args[0]))
            found.calls.push({ key, names: namesOf(args[1]), rich: false });
        }
        visit(node.callee, undefined);
        visit(args, INTERNAL_CALLS.has(name) ? 'internal' : SHOWING_CALLS.has(name) ? 'shown' : undefined);
        return;
      }
      case 'JSXOpeningElement': {
        const attribute = (name) => node.attributes.find((one) => one.name?.value === name)?.value;
        if (node.name?.value === 'Rich') {
          const of = attribute('of');
          for (const key of literalsOf(of?.type === 'JSXExpressionContainer' ? of.expression : of)) {
            found.calls.push({ key, names: namesOf(attribute('values')), rich: true });
          }
        }
        for (const one of node.attributes) {
          const name = one.name?.type === 'JSXNamespacedName' ? undefined : one.name?.value;
          visit(
            one.value ?? one.arguments,
            SHOWN.has(name) ? 'shown' : name === 'sx' ? 'internal' : undefined,
          );
        }
        return;
      }
      case 'KeyValueProperty':
        visit(node.value, shown === 'internal' ? shown : SHOWN.has(node.key?.value) ? 'shown' : undefined);
        return;
      case 'BinaryExpression':
        // Strings that are compared are not shown.
        if (/^[!=]==?$/.test(node.operator)) return;
        break;
      default:
    }
    for (const [name, value] of Object.entries(node)) {
      if (name === 'span' || name === 'typeAnnotation' || name === 'typeArguments' || name === 'typeParams')
        continue;
      if (typeof value === 'object') visit(value, shown);
    }
  };
  visit(parseSync(source, { syntax: 'typescript', tsx, target: 'es2022' }).body, undefined);
  return found;
}

const sourcesBelow = (layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${layer}/${name}`);

/** @returns all that is wrong, and the texts that are not in the catalogue yet, by file. */
export function checkMessages() {
  const catalogues = readCatalogues();
  const english = new Map(flatten(catalogues.en));
  const namespaces = new Set(Object.keys(catalogues.en));
  const used = new Set();
  const patterns = [];
  const calls = [];
  const left = new Map();
  for (const file of LAYERS.flatMap(sourcesBelow)) {
    const found = scan(readFileSync(join(root, file), 'utf8'), namespaces, file.endsWith('x'));
    for (const key of found.literals) used.add(key);
    patterns.push(...found.patterns);
    calls.push(...found.calls.map((call) => ({ ...call, file })));
    if (found.left.length > 0 && !file.startsWith('core/messages/')) left.set(file, found.left);
  }
  const richKeys = new Set(calls.filter(({ rich }) => rich).map(({ key }) => key));
  const problems = catalogueProblems(catalogues, richKeys);
  for (const key of english.keys()) {
    if (!used.has(key) && !patterns.some((pattern) => pattern.test(key))) problems.push(`${key} is not used`);
  }
  for (const { key, names, rich, file } of calls) {
    const text = english.get(key);
    if (text === undefined) problems.push(`${file}: ${key} is not in en.json`);
    else if (names) {
      let needs;
      try {
        needs = needsOf(text, rich);
      } catch {
        continue;
      }
      const missing = [...needs.arguments, ...needs.tags].filter((name) => !names.includes(name));
      if (missing.length > 0) problems.push(`${file}: ${key} needs ${missing.join(', ')}`);
    }
  }
  return { problems, left };
}

/** Writes catalogues.ts and checks. @throws Error that lists what is wrong. */
export function requireMessages() {
  writeLanguages();
  const { problems } = checkMessages();
  if (problems.length > 0) throw new Error(`The messages are not in order:\n  ${problems.join('\n  ')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeLanguages();
  const { problems, left } = checkMessages();
  if (process.argv.includes('--left')) {
    const filter = process.argv[process.argv.indexOf('--left') + 1] ?? '';
    for (const [file, texts] of left) {
      if (file.startsWith(filter)) for (const text of texts) console.log(`${file}: ${text.slice(0, 160)}`);
    }
  }
  const count = [...left.values()].reduce((sum, texts) => sum + texts.length, 0);
  console.log(`Texts not in the catalogue yet: ${count} in ${left.size} files.`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
