// Runs a definition and a script with XState 5 and gives the trace lines of rules X1 to X3.

const isRule = v => v && typeof v === 'object';

export function makePlayer(xstate, jsonLogic) {
  const { createMachine, createActor, assign, raise, cancel, and, or, not, stateIn } = xstate;

  const evaluate = (rule, data) => {
    const value = jsonLogic.apply(rule, data);
    return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;
  };
  const mapping = (object, data) =>
    Object.fromEntries(Object.entries(object ?? {}).map(([key, rule]) => [key, evaluate(rule, data)]));

  const millis = text => {
    const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
    if (!match) throw new Error('no duration: ' + text);
    const [, d = 0, h = 0, m = 0, s = 0] = match.map(x => (x === undefined ? 0 : x));
    return (((+d * 24 + +h) * 60 + +m) * 60 + +s) * 1000;
  };

  const task = {
    transition: (state, event) => event.type === 'finish' ? { ...state, status: 'done', output: event.output }
      : event.type === 'fail' ? { ...state, status: 'error', error: event.error } : state,
    getInitialSnapshot: (_, input) => ({ status: 'active', input, output: undefined, error: undefined }),
    getPersistedSnapshot: state => state,
  };

  function play({ definition, script }) {
    const { setup = {} } = definition;
    const actors = {};
    let record = [];
    const delays = {};
    for (const [name, value] of Object.entries(setup.delays ?? {}))
      delays[name] = typeof value === 'number' ? value : typeof value === 'string' ? millis(value)
        : ({ context, event }) => evaluate(value, { context, event });

    const guardOf = g => {
      const type = typeof g === 'string' ? g : g.type;
      const params = g.params ?? {};
      switch (type) {
        case 'jsonlogic': return ({ context, event }) => jsonLogic.truthy(evaluate(params.rule, { context, event, params }));
        case 'and': return and(params.guards.map(guardOf));
        case 'or': return or(params.guards.map(guardOf));
        case 'not': return not(guardOf(params.guard));
        case 'stateIn': return stateIn(params.state.startsWith('#') ? params.state
          : params.state.split('.').reduceRight((inner, key) => (inner === undefined ? key : { [key]: inner }), undefined));
        default: return ({ context, event }) => jsonLogic.truthy(evaluate(setup.guards[type], { context, event, params }));
      }
    };
    const actionOf = a => {
      const type = typeof a === 'string' ? a : a.type;
      const params = a.params ?? {};
      const recorded = compute => ({ context, event }) => { record.push({ type, params: compute({ context, event }) }); };
      switch (type) {
        case 'assign': return assign(({ context, event }) => mapping(params.assignment, { context, event }));
        case 'raise': {
          const options = {};
          if ('delay' in params) options.delay = params.delay;
          if ('id' in params) options.id = params.id;
          return raise(({ context, event }) => mapping(params.event, { context, event }), options);
        }
        case 'cancel': return cancel(params.id);
        case 'emit': return recorded(data => ({ event: mapping(params.event, data) }));
        case 'sendTo': return recorded(data => ({ to: params.to, event: mapping(params.event, data) }));
        case 'log': return recorded(data => ({ message: evaluate(params.message, data) }));
        default: return recorded(data => mapping(params, data));
      }
    };
    const list = value => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
    const transitionsOf = value => list(value).map(t => {
      if (typeof t === 'string') return { target: t };
      const out = { ...t };
      if (t.guard) out.guard = guardOf(t.guard);
      if (t.actions) out.actions = list(t.actions).map(actionOf);
      return out;
    });
    const stateOf = node => {
      const out = { ...node };
      for (const key of ['setup', 'context', 'output']) delete out[key];
      for (const key of ['entry', 'exit']) if (node[key]) out[key] = list(node[key]).map(actionOf);
      if (node.on) out.on = Object.fromEntries(Object.entries(node.on).map(([k, v]) => [k, transitionsOf(v)]));
      if (node.after) {
        out.after = Object.fromEntries(Object.entries(node.after).map(([k, v]) => [k, transitionsOf(v)]));
        for (const key of Object.keys(node.after)) if (/^PT?\d/.test(key)) delays[key] = millis(key);
      }
      for (const key of ['always', 'onDone']) if (node[key]) out[key] = transitionsOf(node[key]);
      for (const { src } of list(node.invoke)) actors[src] = task;
      if (node.invoke) out.invoke = list(node.invoke).map(i => ({
        id: i.id, src: i.src,
        input: ({ context, event }) => (i.input ? mapping(i.input, { context, event }) : null),
        ...(i.onDone ? { onDone: transitionsOf(i.onDone) } : {}),
        ...(i.onError ? { onError: transitionsOf(i.onError) } : {}),
      }));
      if (node.output) out.output = ({ context, event }) => mapping(node.output, { context, event });
      if (node.states) out.states = Object.fromEntries(Object.entries(node.states).map(([k, v]) => [k, stateOf(v)]));
      return out;
    };


    let now = 0, sequence = 0, pending = [];
    const clock = {
      setTimeout: (fire, delay) => { const id = ++sequence; pending.push({ id, fire, due: now + delay }); return id; },
      clearTimeout: id => { pending = pending.filter(t => t.id !== id); },
    };
    const config = stateOf(definition);
    config.context = ({ input }) => ({ ...structuredClone(definition.context ?? {}), ...(input ?? {}) });
    config.options = { maxIterations: 1000 };
    const machine = createMachine(config).provide({ delays, actors });
    const actor = createActor(machine, { clock, input: script.input ?? undefined });

    let failed = false, stood;
    const remember = () => {
      const snapshot = actor.getSnapshot();
      if (snapshot.status === 'error') { failed = true; record = []; if (!stood) stood = snapshot; }
      else stood = snapshot;
    };
    actor.subscribe({ error: () => {} });
    const lines = [];
    const write = input => {
      const done = !failed && stood.status === 'done';
      const line = { step: lines.length, input, status: failed ? 'error' : done ? 'done' : 'active',
        value: stood.value, context: stood.context, actions: record, tasks: [], timers: [] };
      if (!failed && !done) {
        line.tasks = Object.values(stood.children).filter(c => c?.getSnapshot().status === 'active')
          .map(c => ({ id: c.id, src: c.src, input: c.getSnapshot().input })).sort((a, b) => (a.id < b.id ? -1 : 1));
        line.timers = pending.map(t => t.due).sort((a, b) => a - b);
      }
      if (done) line.output = stood.output ?? null;
      lines.push(JSON.parse(JSON.stringify(line)));
    };
    try { actor.start(); } catch { /* the snapshot tells */ }
    remember();
    write(null);
    for (const step of script.steps) {
      record = [];
      const open = () => !failed && stood.status === 'active';
      if (open()) {
        const attempt = run => { try { run(); } catch { /* the snapshot tells */ } remember(); };
        if (step.event) attempt(() => actor.send(step.event));
        else if ('advance' in step) {
          const until = now + step.advance;
          while (open()) {
            const next = pending.slice().sort((a, b) => a.due - b.due || a.id - b.id)[0];
            if (!next || next.due > until) break;
            now = Math.max(now, next.due);
            pending = pending.filter(t => t !== next);
            attempt(() => next.fire());
          }
          now = until;
        } else {
          const child = stood.children[step.done ?? step.fail];
          if (child && child.getSnapshot().status === 'active')
            attempt(() => child.send('done' in step ? { type: 'finish', output: step.output }
              : { type: 'fail', error: step.error }));
        }
      }
      write(step);
    }
    actor.stop?.();
    return lines;
  }
  return play;
}
