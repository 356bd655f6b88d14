// Written by scripts/messages.mjs: the language files of this folder.
import en from './en.json';
import ko from './ko.json';

export const catalogues = { en, ko };
