/** The window opens where it was, as far as there still is a screen. */
import { placeWindow } from '../../../electron/window-place';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: -200, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1200, height = 800) => ({ x, y, width, height, maximized: false });

test('the first window has the usual size, and the system chooses its place', () => {
  expect(placeWindow(undefined, [screen])).toEqual({ width: 1440, height: 900, maximized: false });
});

test('it comes back where it was, on any screen', () => {
  expect(placeWindow(at(100, 50), [screen])).toEqual(at(100, 50));
  expect(placeWindow(at(2500, -150), [screen, second])).toEqual(at(2500, -150));
});

test('a screen that is gone takes its place along, but not that it was maximized', () => {
  expect(placeWindow({ ...at(2500, -150), maximized: true }, [screen])).toEqual({
    width: 1440,
    height: 900,
    maximized: true,
  });
});

test('as much of its title bar is on a screen as is needed to take hold of it', () => {
  expect(placeWindow(at(1800, 50), [screen])).toHaveProperty('x', 1800);
  expect(placeWindow(at(1801, 50), [screen])).not.toHaveProperty('x');
  expect(placeWindow(at(100, 1016), [screen])).toHaveProperty('y', 1016);
  expect(placeWindow(at(100, 1017), [screen])).not.toHaveProperty('y');
  expect(placeWindow(at(100, -1), [screen])).not.toHaveProperty('y');
});

test('a window larger than its screen now is made to fit', () => {
  expect(placeWindow(at(0, 0, 3000, 2000), [screen])).toMatchObject({ width: 1920, height: 1040 });
});
