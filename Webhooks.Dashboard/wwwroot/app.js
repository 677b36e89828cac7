'use strict';

// Regions marked data-live="seconds" are read anew from this page's own address, unless somebody is at work in them.
const pause = region => Number(region.dataset.live) * 1000;
const seen = new WeakMap();
const parse = text => new DOMParser().parseFromString(text, 'text/html');

async function renew(region) {
  if (document.hidden || region.contains(document.activeElement) || region.querySelector('dialog[open]')) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html', 'X-Renewal': '1' }, redirect: 'manual' });
  if (answer.type === 'opaqueredirect') { location.reload(); return; }
  if (!answer.ok) return;
  const fresh = parse(await answer.text()).getElementById(region.id);
  if (!fresh) { region.removeAttribute('data-live'); return; }
  if (region.contains(document.activeElement) || !region.dataset.live) return;
  const open = [...region.querySelectorAll('details[open][id]')].map(details => details.id);
  const html = fresh.innerHTML;
  if (html !== seen.get(region)) {
    seen.set(region, html);
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
    // What is wanted at once is asked for once: then the server has its time.
    if (pause(region) < 1000) region.dataset.live = '2';
  }
}

// While somebody scrolls, a list goes on by itself up to as many rows as are easily borne. From there on, and without this, its link leads on.
const mostRows = 500;

async function extend(pager) {
  const link = pager.querySelector('a[rel=next]');
  const rows = pager.previousElementSibling?.querySelector('tbody');
  if (!link || !rows || rows.rows.length >= mostRows || pager.dataset.asks) return;
  pager.dataset.asks = '1';
  const answer = await fetch(link.href, { headers: { Accept: 'text/html' }, redirect: 'manual' });
  const next = answer.ok ? parse(await answer.text()).querySelector('.pager') : null;
  const more = next?.previousElementSibling?.querySelector('tbody');
  if (!more) return;
  // The first page would take the place of what was read on.
  pager.closest('[data-live]')?.removeAttribute('data-live');
  rows.append(...more.rows);
  const on = next.querySelector('a[rel=next]');
  if (on) link.href = on.href; else link.remove();
  delete pager.dataset.asks;
}

addEventListener('scroll', () => document.querySelectorAll('.pager').forEach(pager => {
  if (pager.getBoundingClientRect().top < innerHeight + 400) extend(pager).catch(() => { /* The link is still there. */ });
}), { passive: true });

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

// Where the navigation is one line, the page's own place in it is to be seen.
const here = document.querySelector('.side [aria-current]');
if (here) here.closest('.side').scrollLeft = here.offsetLeft - (innerWidth - here.offsetWidth) / 2;
ready(document);
document.querySelectorAll('[data-live][id]').forEach(keep);
