'use strict';

// Regions marked data-live="seconds" are read anew from this page's own address, unless somebody is at work in them.
const pause = region => Number(region.dataset.live) * 1000;

async function renew(region) {
  if (document.hidden || region.contains(document.activeElement) || region.querySelector('dialog[open]')) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'manual' });
  if (answer.type === 'opaqueredirect') { location.reload(); return; }
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(region.id);
  if (!fresh) { region.removeAttribute('data-live'); return; }
  if (region.contains(document.activeElement)) return;
  const open = [...region.querySelectorAll('details[open][id]')].map(details => details.id);
  if (fresh.innerHTML !== region.dataset.seen) {
    region.dataset.seen = fresh.innerHTML;
    region.replaceChildren(...fresh.childNodes);
    open.forEach(id => document.getElementById(id)?.setAttribute('open', ''));
    ready(region);
  }
  if (fresh.dataset.live) region.dataset.live = fresh.dataset.live; else region.removeAttribute('data-live');
}

async function keep(region) {
  while (region.dataset.live) {
    await new Promise(wake => setTimeout(wake, pause(region)));
    try { await renew(region); } catch { /* The server is away: the next round tries again. */ }
  }
}

function ready(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll('[data-copy]')) button.hidden = false;
}

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const text = button.firstChild.data;
  button.firstChild.data = 'Copied';
  setTimeout(() => { button.firstChild.data = text; }, 1500);
});

document.addEventListener('submit', event => {
  const question = event.target.dataset.confirm;
  if (question && !confirm(question)) { event.preventDefault(); return; }
  // A second click must not send it twice.
  if (event.target.method === 'post') {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = '1';
  }
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => form.removeAttribute('data-sent')));

ready(document);
document.querySelectorAll('[data-live][id]').forEach(keep);
