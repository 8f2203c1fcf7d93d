// A stored run as figures. Plain functions over rows {question, outcome, scores}.

const SAMPLES = 1000;
export const MEASURES = [
  'right', 'success@1', 'success@5', 'ndcg@10', 'cited recall', 'valid', 'page', 'coverage', 'hallucination rate', 'conflict recall',
];

// How a question ended, as `kaynak eval` names it.
export function verdictOf({ question, outcome, scores }) {
  if (!question.answerable) return outcome.answered ? 'invented' : 'declined';
  if (!outcome.answered) return 'missed';
  return scores.right === 1 ? 'right' : 'wrong';
}

export const isGood = (verdict) => verdict === 'right' || verdict === 'declined';

// mulberry32: the same runs give the same intervals at every visit.
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// Mean with its 95% percentile bootstrap interval; null without values.
export function estimate(values) {
  if (!values.length) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const draw = random(values.length);
  const means = Array.from({ length: SAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += values[Math.floor(draw() * values.length)];
    return sum / values.length;
  }).sort((a, b) => a - b);
  return { mean, low: means[Math.floor(0.025 * SAMPLES)], high: means[Math.floor(0.975 * SAMPLES)], count: values.length };
}

const having = (rows, measure) => rows.filter(({ scores }) => measure in scores);

// Measures of some rows, and against another run's the paired difference on the questions that both answered.
export function measuresOf(rows, others = null) {
  const before = others && new Map(others.map((row) => [row.question.id, row]));
  return MEASURES.map((measure) => {
    const scored = having(rows, measure);
    const value = estimate(scored.map(({ scores }) => scores[measure]));
    if (!value || !before) return { measure, value };
    const paired = scored.filter(({ question }) => measure in (before.get(question.id)?.scores ?? {}));
    const other = (row) => before.get(row.question.id).scores[measure];
    const difference = estimate(paired.map((row) => row.scores[measure] - other(row)));
    return { measure, value, other: estimate(paired.map(other)), difference };
  }).filter(({ value }) => value);
}

// [[share of questions answered, share of those answers that are wrong]], surest first.
export function riskCoverage(rows) {
  const answered = rows.filter(({ outcome }) => outcome.answered).sort((a, b) => b.outcome.confidence - a.outcome.confidence);
  let wrong = 0;
  return answered.map((row, i) => {
    wrong += verdictOf(row) !== 'right';
    return [(i + 1) / rows.length, wrong / (i + 1)];
  });
}

export function medianTime(rows) {
  const times = rows.map(({ outcome }) => outcome.timings_ms?.total).filter((time) => time !== undefined).sort((a, b) => a - b);
  return times.length ? times[Math.floor(times.length / 2)] : null;
}
