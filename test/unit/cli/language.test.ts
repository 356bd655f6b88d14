/** The command speaks the language of --language, of SKIPWIRE_LANGUAGE, or of the system. */
import { afterEach, expect, jest, test } from '@jest/globals';
import { setLanguage } from '../../../core/messages';
import { languageOf } from '../../../main/cli/language';
import { columns } from '../../../main/cli/output/output';
import { run } from '../../../main/cli/program';

afterEach(() => {
  setLanguage('en');
  jest.restoreAllMocks();
});

test.each<[string[], NodeJS.ProcessEnv, string]>([
  [[], {}, 'en'],
  [[], { LANG: 'ko_KR.UTF-8' }, 'ko'],
  [[], { LANG: 'fr_FR.UTF-8' }, 'en'],
  [[], { LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'en'],
  [[], { LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8' }, 'ko'],
  [[], { LANG: 'ko_KR.UTF-8', SKIPWIRE_LANGUAGE: 'en' }, 'en'],
  [['presets', '--language', 'ko'], { SKIPWIRE_LANGUAGE: 'en' }, 'ko'],
  [['--language=ko', 'presets'], {}, 'ko'],
  [['presets', '--language'], { SKIPWIRE_LANGUAGE: 'ko' }, 'ko'],
])('%j with %j is %s', (argv, env, language) => {
  expect(languageOf(argv, env)).toBe(language);
});

async function skipwire(...argv: string[]) {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text;
      return true;
    });
  }
  const code = await run(argv);
  jest.restoreAllMocks();
  return { code, ...written };
}

test('results, help and errors', async () => {
  const presets = await skipwire('presets', '--language', 'ko');
  expect(presets).toMatchObject({ code: 0, stderr: '' });
  expect(presets.stdout).toMatch(/^ID +네트워크 +레이어 +구조\n/);
  const help = await skipwire('--language', 'ko', 'bin', 'empty', '--help');
  expect(help.stdout).toMatch(
    /^사용법: skipwire bin empty \[options\]\n\n휴지통의 모든 항목 영구 삭제\n\n옵션:\n/,
  );
  expect(help.stdout).not.toMatch(/Options|display help/);
  expect(await skipwire('--language', 'ko', 'trian')).toEqual({
    code: 2,
    stdout: '',
    stderr: "오류: 알 수 없는 명령입니다: 'trian' (혹시 다음을 찾으셨습니까? train)\n",
  });
  expect(await skipwire('--language', 'ko', 'extend', 'a', '--epochs', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^오류: '--epochs <n>' 옵션의 값이 올바르지 않습니다: 'x'\. \P{ASCII}/u),
  });
  expect(await skipwire('summary', 'no', '--language', 'ko')).toMatchObject({
    code: 1,
    stderr: 'skipwire: "no" 프리셋이나 그래프 파일이 없습니다. "skipwire presets"를 참고하세요.\n',
  });
});

test('a language that there is not is refused in English', async () => {
  const { code, stderr } = await skipwire('presets', '--language', 'xx');
  expect(code).toBe(2);
  expect(stderr).toBe(
    "error: option '--language <name>' argument 'xx' is invalid. Allowed choices are en, ko.\n",
  );
});

test('what a person typed is shown as it is, whatever it looks like', async () => {
  const value = "it's {odd} 'quoted'";
  const { stderr } = await skipwire('extend', 'a', '--epochs', value);
  expect(stderr).toContain(`argument '${value}' is invalid. It must be`);
});

test('columns count the cells of a terminal: a Korean letter takes two', () => {
  expect(
    columns(
      [
        ['이름', 'n'],
        ['a', '1'],
      ],
      [1],
    ),
  ).toBe('이름  n\na     1');
});
