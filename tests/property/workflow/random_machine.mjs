// Random definitions and scripts. Deterministic: equal seeds give equal cases.

export function randomSource(seed) {
  let state = (seed * 2654435761) >>> 0 || 1; // xorshift32
  const next = () => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state / 4294967296;
  };
  return {
    chance: p => next() < p,
    below: n => Math.floor(next() * n),
    pick: list => list[Math.floor(next() * list.length)],
  };
}

const EVENTS = ['go', 'go.far', 'stop', 'stop.now', 'tick', 'back'];
const DESCRIPTORS = [...EVENTS, 'go.*', 'stop.*', 'late', '*'];
const KEYS = ['delta', 'alpha', 'zulu', 'bravo', 'mike', 'echo'];

export function randomMachine(random) {
  const states = []; // {path, type, parent, children}
  const definition = { id: 'm', version: '1.0.0', setup: {}, context: { n: 0, k: 1, list: [1, 2] } };
  definition.setup.guards = {
    few: { '<': [{ var: 'context.n' }, { var: 'params.max' }] },
    odd: { '%': [{ var: 'context.n' }, 2] },
  };
  definition.setup.delays = { soon: 'PT2S', later: { '+': [{ '*': [{ var: 'context.n' }, 100] }, 500] } };
  definition.setup.actions = { note: { agent: 'ruvo', command: 'notify' } };
  let invokes = 0;

  const within = (inner, outer) => {
    for (let at = inner.parent; at; at = at.parent) if (at === outer) return true;
    return false;
  };
  const build = (node, path, depth, parent) => {
    const entry = { node, path, parent, children: [], type: 'atomic' };
    states.push(entry);
    const roll = random.below(10);
    if (depth < 4 && (path.length === 0 || roll < (depth < 3 ? 5 : 2))) {
      entry.type = roll % 3 === 1 ? 'parallel' : 'compound';
      if (entry.type === 'parallel') node.type = 'parallel';
      node.states = {};
      const count = 2 + random.below(2);
      const start = random.below(KEYS.length);
      for (let i = 0; i < count; i++) {
        const key = KEYS[(start + i * 5) % KEYS.length];
        node.states[key] = {};
        entry.children.push(build(node.states[key], [...path, key], depth + 1, entry));
      }
      const real = entry.children.filter(c => c.type !== 'final' || true);
      if (entry.type === 'compound') node.initial = random.pick(real).path.at(-1);
      if (random.chance(0.4)) {
        const key = 'hist';
        node.states[key] = { type: 'history' };
        if (random.chance(0.5)) node.states[key].history = random.pick(['shallow', 'deep']);
        if (random.chance(0.4)) {
          // a default of its own: a child, or a state deeper inside
          const inside = states.filter(s => s.parent && s.type !== 'history' && within(s, entry));
          node.states[key].target = '#m.' + (entry.type === 'compound' && random.chance(0.5) ? random.pick(real) : random.pick(inside)).path.join('.');
        }
        const history = { node: node.states[key], path: [...path, key], parent: entry, children: [], type: 'history' };
        states.push(history);
      }
    } else if (depth > 0 && parent.type === 'compound' && roll > 7) {
      entry.type = 'final';
      node.type = 'final';
      if (random.chance(0.5)) node.output = { n: { var: 'context.n' }, why: { var: 'event.type' } };
    }
    return entry;
  };
  build(definition, [], 0, null);

  const target = (source, free) => {
    const candidates = states.filter(s => s.parent
      && !(s.type === 'history' && (s.parent === source || within(source, s.parent))) && (free || s.type !== 'history'));
    const chosen = random.pick(candidates);
    if (random.chance(0.5)) { // the other ways to write it (F7)
      const key = chosen.path.at(-1);
      if (chosen.parent === source) return '.' + key;
      if (source.parent && chosen.parent === source.parent) return key;
      if (source.parent && chosen.parent?.parent === source.parent && chosen.parent.parent) return chosen.path.slice(-2).join('.');
    }
    return '#m.' + chosen.path.join('.');
  };
  const targets = source => {
    const parallels = states.filter(s => s.type === 'parallel');
    if (parallels.length && random.chance(0.15)) {
      const regions = random.pick(parallels).children;
      const inner = region => {
        const all = states.filter(s => s === region || (within(s, region) && s.type !== 'history'));
        return '#m.' + random.pick(all).path.join('.');
      };
      return random.chance(0.7) ? [inner(regions[0]), inner(regions[1])] : [inner(regions[1]), inner(regions[0])];
    }
    return target(source, true);
  };
  const event = () => ({ type: random.pick(EVENTS), by: { '+': [{ var: 'context.n' }, 1] } });
  const action = () => {
    switch (random.below(10)) {
      case 0: case 1: return { type: 'assign', params: { assignment: { n: { '+': [{ var: 'context.n' }, 1] }, k: { var: 'context.n' } } } };
      case 2: return { type: 'log', params: { message: { cat: [{ var: 'event.type' }, '/', { var: 'context.n' }] } } };
      case 3: return { type: 'note', params: { n: { var: 'context.n' }, more: { var: 'event.by' } } };
      case 4: return random.chance(0.5) ? { type: 'raise', params: { event: event() } } : { type: 'log', params: { message: 'x' } };
      case 5: return { type: 'emit', params: { event: event() } };
      case 6: return { type: 'sendTo', params: { to: 'other', event: event() } };
      case 7: return { type: 'cancel', params: { id: random.pick(['t1', 't2']) } };
      case 8: // without an id nothing replaces it, so it must not breed its like within a few steps
        return random.chance(0.7) ? { type: 'log', params: { message: 'y' } }
          : { type: 'raise', params: { event: { ...event(), type: 'late' }, delay: random.chance(0.3) ? 'soon' : 2000 + random.below(8) * 50 } };
      default: return random.chance(0.5) ? 'note'
        : [{ type: 'cancel', params: { id: 't1' } }, { type: 'raise', params: { event: event(), delay: 100 + random.below(5) * 100, id: 't1' } }];
    }
  };
  const actions = () => Array.from({ length: 1 + random.below(2) }, action).flat();
  const guard = depth => {
    switch (random.below(depth > 1 ? 4 : 7)) {
      case 0: return { type: 'few', params: { max: 1 + random.below(4) } };
      case 1: return 'odd';
      case 2: return { type: 'jsonlogic', params: { rule: { '>': [{ var: 'context.n' }, random.below(3)] } } };
      case 3: {
        const path = random.pick(states.filter(s => s.parent && s.type !== 'history')).path.join('.');
        return { type: 'stateIn', params: { state: random.chance(0.5) ? '#m.' + path : path } };
      }
      case 4: return { type: 'and', params: { guards: [guard(depth + 1), guard(depth + 1)] } };
      case 5: return { type: 'or', params: { guards: [guard(depth + 1), guard(depth + 1)] } };
      default: return { type: 'not', params: { guard: guard(depth + 1) } };
    }
  };
  const transition = (source, mustHaveTarget) => {
    const out = {};
    if (mustHaveTarget || random.chance(0.75)) out.target = targets(source);
    if (mustHaveTarget || random.chance(0.35)) out.guard = guard(0);
    if (random.chance(0.5)) out.actions = actions();
    if (random.chance(0.2)) out.reenter = true;
    return out;
  };
  const transitions = source => random.chance(0.3) ? [transition(source), transition(source)] : transition(source);

  for (const state of states) {
    const { node } = state;
    if (state.type === 'history') continue;
    if (random.chance(0.4)) node.entry = actions();
    if (random.chance(0.4)) node.exit = actions();
    if (state.type === 'final') continue;
    if (random.chance(0.7)) {
      node.on = {};
      for (let i = 0; i < 1 + random.below(3); i++) {
        const descriptor = random.pick(DESCRIPTORS);
        if (descriptor === '*' && random.chance(0.6)) continue;
        node.on[descriptor] = transitions(state);
      }
    }
    if (random.chance(0.15))
      node.always = { ...transition(state, true), guard: random.chance(0.9)
        ? { type: 'and', params: { guards: [{ type: 'few', params: { max: 3 } }, guard(1)] } } : guard(0) };
    if (state.children.length && random.chance(0.6)) node.onDone = transitions(state);
    if (random.chance(0.3)) {
      node.after = {};
      const keys = ['1000', '200', 'PT1S', 'soon', 'later'];
      for (let i = 0; i < 1 + random.below(2); i++) node.after[random.pick(keys)] = transitions(state);
    }
    if (random.chance(0.25)) {
      const invoke = () => {
        const out = { id: 'task' + invokes++, src: random.pick(['solari.work', 'nyra.look']), input: { n: { var: 'context.n' } } };
        if (random.chance(0.8)) out.onDone = transitions(state);
        if (random.chance(0.6)) out.onError = transitions(state);
        return out;
      };
      node.invoke = random.chance(0.3) ? [invoke(), invoke()] : invoke();
    }
  }
  if (random.chance(0.5)) definition.output = { n: { var: 'context.n' }, last: { var: 'event.output' } };

  const steps = Array.from({ length: 12 }, () => {
    const roll = random.below(10);
    if (roll < 6) return { event: { type: random.pick(EVENTS), by: random.below(5) } };
    if (roll < 8) return { advance: random.pick([0, 100, 250, 1000, 2500]) };
    const id = 'task' + random.below(Math.max(1, invokes));
    return roll === 8 ? { done: id, output: { room: random.below(9) } }
      : { fail: id, error: { name: 'timeout', message: 'too slow' } };
  });
  const script = { steps };
  if (random.chance(0.3)) script.input = { k: 7, extra: 'in' };
  return { definition, script };
}
