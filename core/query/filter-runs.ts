/** From a filter's text to a test of runs. */
import { matchesWords } from '../basics/search';
import { hintFor } from '../basics/suggest';
import { wildcards } from '../basics/wildcards';
import { readShare } from '../format/read-number';
import { message } from '../messages';
import type { RunRecord } from '../study/run';
import { type Comparison, type Expression, type Operator, parseQuery, QueryError } from './expression';
import { findRunField, RUN_FIELDS, type RunField } from './run-fields';

export type RunTest = (run: RunRecord) => boolean;

/** @param typed an expression (expression.ts), or words that all must be found. @throws QueryError */
export function runTest(typed: string): RunTest {
  const expression = parseQuery(typed);
  return expression ? testOf(expression) : () => true;
}

function testOf(expression: Expression): RunTest {
  switch (expression.kind) {
    case 'word': {
      const words = [expression.word.toLowerCase()];
      return (run) => matchesWords(words, textsOf(run));
    }
    case 'comparison':
      return comparison(expression);
    case 'not': {
      const inner = testOf(expression.of);
      return (run) => !inner(run);
    }
    case 'and': {
      const all = expression.of.map(testOf);
      return (run) => all.every((test) => test(run));
    }
    case 'or': {
      const all = expression.of.map(testOf);
      return (run) => all.some((test) => test(run));
    }
  }
}

/** Whether runs that are away are shown as well, unless the filter asks for them by name. */
export interface Away {
  hidden: boolean;
  archived: boolean;
}

/**
 * As `runTest`, without the runs that are away: those of a field that the filter names are up to the filter.
 * @throws QueryError
 */
export function shownTest(typed: string, shown: Away): RunTest {
  const expression = parseQuery(typed);
  const named = new Set(expression ? namedFields(expression) : []);
  const away = (['hidden', 'archived'] as const).filter((field) => !shown[field] && !named.has(field));
  const fits = runTest(typed);
  return (run) => !away.some((field) => run.annotations?.[field]) && fits(run);
}

function namedFields(expression: Expression): string[] {
  switch (expression.kind) {
    case 'word':
      return [];
    case 'comparison':
      return [findRunField(expression.field)?.name ?? ''];
    case 'not':
      return namedFields(expression.of);
    case 'and':
    case 'or':
      return expression.of.flatMap(namedFields);
  }
}

/** What words are searched in. */
const textsOf = ({ arm, studyName, state, network, settings, id, annotations = {} }: RunRecord): string[] => [
  ...[annotations.name, annotations.notes, ...(annotations.tags ?? [])].filter((one) => one !== undefined),
  arm,
  studyName,
  state,
  network.variant,
  settings.dataset,
  `seed ${settings.seed}`,
  id,
];

function comparison({ field: name, operator, value }: Comparison): RunTest {
  const field = findRunField(name);
  if (!field) {
    const names = RUN_FIELDS.flatMap((one) => [one.name, ...(one.aliases ?? [])]);
    throw new QueryError(
      message('query.noField', { name, hint: hintFor(name, names, message('query.fields')) }),
    );
  }
  if (operator === '~') return contains(field, value);
  const said = { ...field, name };
  if (OFF.has(value.toLowerCase())) return equality(said, operator, value, (is) => isOff(field, is));
  switch (field.type) {
    case 'number':
      return numeric(said, operator, value);
    case 'boolean': {
      if (!ON.has(value.toLowerCase()))
        throw new QueryError(message('query.onOrOff', { field: name, received: value }));
      return equality(said, operator, value, (is) => is === true);
    }
    case 'text':
      return textual(said, operator, value);
    case 'tags':
      return tagged(said, operator, value);
  }
}

const ON: ReadonlySet<string> = new Set(['on', 'true', 'yes']);
const OFF: ReadonlySet<string> = new Set(['off', 'false', 'no', 'none']);

const isOff = ({ switched }: RunField, value: ReturnType<RunField['value']>): boolean =>
  value === undefined || value === null || value === false || (switched === true && value === 0);

function equality(
  field: RunField,
  operator: Operator,
  received: string,
  isEqual: (value: ReturnType<RunField['value']>) => boolean,
): RunTest {
  if (operator === '=') return (run) => isEqual(field.value(run));
  if (operator === '!=') return (run) => !isEqual(field.value(run));
  throw new QueryError(message('query.noOrder', { field: field.name, operator, received }));
}

const contains = (field: RunField, value: string): RunTest => {
  const wanted = value.toLowerCase();
  return (run) =>
    String(field.value(run) ?? '')
      .toLowerCase()
      .includes(wanted);
};

function numeric(field: RunField, operator: Exclude<Operator, '~'>, value: string): RunTest {
  const wanted = readShare(value);
  if (Number.isNaN(wanted))
    throw new QueryError(message('query.number', { field: field.name, received: value }));
  if (operator === '!=') return (run) => field.value(run) !== wanted;
  const fits = ORDERS[operator];
  return (run) => {
    const is = field.value(run);
    return typeof is === 'number' && fits(is - wanted);
  };
}

/** By the sign of left minus right. */
const ORDERS: Readonly<Record<Exclude<Operator, '~' | '!='>, (difference: number) => boolean>> = {
  '=': (difference) => difference === 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

/** `=` is true if one of the tags is the value, which may have wildcards. */
function tagged(field: RunField, operator: Exclude<Operator, '~'>, value: string): RunTest {
  const pattern = wildcards(value, 'i');
  return equality(field, operator, value, (is) =>
    String(is ?? '')
      .split(', ')
      .some((tag) => pattern.test(tag)),
  );
}

/** `=` compares the whole text, which may have wildcards; order is the alphabet's, which is also that of dates. */
function textual(field: RunField, operator: Exclude<Operator, '~'>, value: string): RunTest {
  const textOf = (run: RunRecord): string | undefined => {
    const is = field.value(run);
    return is === undefined || is === null ? undefined : String(is).toLowerCase();
  };
  const wanted = value.toLowerCase();
  if (operator === '=' || operator === '!=') {
    const pattern = wildcards(value, 'i');
    return equality(field, operator, value, (is) => pattern.test(String(is ?? '')));
  }
  const fits = ORDERS[operator];
  return (run) => {
    const is = textOf(run);
    return is !== undefined && fits(is < wanted ? -1 : is > wanted ? 1 : 0);
  };
}
