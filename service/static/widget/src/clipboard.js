// Copying, also where navigator.clipboard is missing (plain http pages) or shut off (frames without the permission).

// root: where there is room for a hidden field that may take the focus. Resolves to whether the text was copied.
export async function copyText(text, root) {
  const written = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  return written || copySelected(text, root);
}

function copySelected(text, root) {
  const focused = root.getRootNode().activeElement;
  const area = document.createElement('textarea');
  area.className = 'hidden';
  area.value = text;
  root.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return copied;
}
