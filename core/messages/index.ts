/** Everything that a person reads, in their language. See README.md. */
export { formatPath, type PlainIssue, plainIssues, preview, received, rule, ruleOf, valueAt } from './issue';
export { LANGUAGES, type Language, languageFor, nameOfLanguage } from './languages';
export {
  type Key,
  type List,
  type ListType,
  lines,
  listMessage,
  listOf,
  type Message,
  type MessageOrText,
  message,
  messageFrom,
  messageSchema,
  sentences,
  someOf,
  textSchema,
  type Value,
  type Values,
  verbatim,
} from './message';
export {
  has,
  inEnglish,
  inLanguage,
  isMessage,
  join,
  joinSome,
  language,
  richParts,
  setLanguage,
  t,
  textIn,
  textOf,
} from './text';
