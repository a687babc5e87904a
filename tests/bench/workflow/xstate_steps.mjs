// The same machines and events in XState 5: node xstate_steps.mjs MACHINES.json NAME SECONDS
// Guards, assigns and params are JavaScript closures, as an XState user writes them, not JSONLogic: the
// yardstick is XState at its best. HS_XSTATE_DIR names the folder whose node_modules holds xstate 5.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [file, name, seconds] = process.argv.slice(2);
const require = createRequire((process.env.HS_XSTATE_DIR ?? process.cwd()).replace(/\/?$/, '/'));
const { createActor, createMachine, assign, raise, fromCallback } = require('xstate');
const { definition, events } = JSON.parse(readFileSync(file, 'utf8'))[name];

// A rule becomes the JavaScript that says the same.
const code = rule => {
  if (rule === null || typeof rule !== 'object') return JSON.stringify(rule);
  const [[op, argument]] = Object.entries(rule);
  if (op === 'var') return argument.replace(/\./g, '?.');
  const parts = (Array.isArray(argument) ? argument : [argument]).map(code);
  return '(' + parts.join(` ${op === '==' ? '===' : op} `) + ')';
};
const compiled = rule => new Function('context', 'event', 'params', 'return ' + code(rule));
const mapped = object => {
  const entries = Object.entries(object ?? {}).map(([key, rule]) => `${JSON.stringify(key)}: ${code(rule)}`);
  return new Function('context', 'event', `return { ${entries.join(', ')} }`);
};

const list = value => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const notes = [];
const guardOf = guard => {
  const type = guard.type ?? guard;
  const rule = compiled(definition.setup.guards[type]);
  return ({ context, event }) => rule(context, event, guard.params);
};
const actionOf = ({ type, params }) => {
  if (type === 'assign') { const map = mapped(params.assignment); return assign(({ context, event }) => map(context, event)); }
  if (type === 'raise') return raise(params.event);
  const map = mapped(params);
  return ({ context, event }) => { notes.length = 0; notes.push(map(context, event)); };
};
const transitionsOf = value => list(value).map(one => typeof one === 'string' ? { target: one }
  : { ...one, ...(one.guard ? { guard: guardOf(one.guard) } : {}), ...(one.actions ? { actions: list(one.actions).map(actionOf) } : {}) });
const each = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
const stateOf = source => {
  const { setup, ...out } = source;
  for (const key of ['entry', 'exit']) if (out[key]) out[key] = list(out[key]).map(actionOf);
  for (const key of ['on', 'after']) if (out[key]) out[key] = each(out[key], transitionsOf);
  if (out.invoke) {
    const map = mapped(out.invoke.input);
    out.invoke = { ...out.invoke, src: fromCallback(() => {}), input: ({ context, event }) => map(context, event) };
  }
  if (out.states) out.states = each(out.states, stateOf);
  return out;
};

// A clock whose timers never fire within the run, and cost no more than they must.
const clock = { setTimeout: () => 1, clearTimeout: () => {} };
const actor = createActor(createMachine(stateOf(definition)), { clock });
actor.start();
const begin = process.hrtime.bigint();
let steps = 0, took = 0;
do {
  for (let round = 0; round < 100; round++) for (const event of events) actor.send(event);
  steps += 100 * events.length;
  took = Number(process.hrtime.bigint() - begin) / 1e9;
} while (took < +seconds);
console.log(JSON.stringify({ steps, seconds: took, stepsPerSecond: steps / took, end: actor.getSnapshot().context }));
