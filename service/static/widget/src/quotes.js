// What a reply quotes, and the citation that each line of its answer stands in.
export function quotesOf({ answer, citations }) {
  if (!answer) return [];
  const lines = answer.citations.length > 1 ? answer.text.split('\n') : [answer.text];
  return answer.citations.map((cited, index) => (
    { text: lines[index], citation: citations.find(({ number }) => number === cited) }));
}
