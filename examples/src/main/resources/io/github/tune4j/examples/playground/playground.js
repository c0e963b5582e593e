'use strict';
(() => {
  const token = new URL(document.currentScript.src).searchParams.get('token');
  const byId = id => document.getElementById(id);
  const sides = { base: byId('base-answer'), tuned: byId('tuned-answer') };
  const facts = { base: byId('base-facts'), tuned: byId('tuned-facts') };
  const names = { base: 'base model', tuned: 'tuned model' };
  const standings = {
    EMPTY: 'Not running. Nothing is charged by the hour.',
    BUYING: 'Being ordered …',
    MAKING_READY: 'Being made ready …',
    IN_SERVICE: 'In service: it answers.',
    ENDING: 'Being deleted …'
  };
  const reasons = {
    MAX_TOKENS: 'cut off at the longest answer', STOP_SEQUENCE: 'ended at a stop sequence',
    REFUSED: 'declined by the model or a filter', OTHER: 'ended for another reason'
  };
  let asking = null;
  let over = false;

  const call = (path, body, signal) => fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'X-Playground-Token': token, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal, cache: 'no-store', credentials: 'omit'
  });

  const say = (element, text) => { if (element.textContent !== text) { element.textContent = text; } };

  function meter(now) {
    const running = now.usdPerHour !== null;
    say(byId('usd'), Number(now.usd).toFixed(Number(now.usd) < 1 && Number(now.usd) > 0 ? 4 : 2));
    say(byId('limit'), `of at most ${now.limitUsd} USD` +
      (now.unpriced > 0 ? `, and ${now.unpriced} ${now.unpriced === 1 ? 'item' : 'items'} whose price is not publicly known` : ''));
    byId('share').value = Math.min(1, Number(now.usd) / Number(now.limitUsd));
    document.querySelector('.meter').classList.toggle('running', running);
    say(byId('standing'), (standings[now.state] || now.state) + (now.problem ? ' ' + now.problem : ''));
    say(byId('clock'), running
      ? `${now.usdPerHour} USD for each started hour; the next begins in ${minutes(now.nextHourInSeconds)}.`
      : '');
    byId('buy').hidden = !now.canBuy;
    byId('end').hidden = !now.canEnd;
  }

  const minutes = seconds => seconds < 60 ? `${Math.max(0, seconds)} s` : `${Math.ceil(seconds / 60)} min`;

  async function look() {
    if (over) { return; }
    try {
      meter(await (await call('/meter')).json());
    } catch (e) {
      ended('The program has ended; this page is over.');
      return;
    }
    setTimeout(look, 1000);
  }

  function ended(text) {
    over = true;
    say(byId('standing'), text);
    document.querySelector('.meter').classList.remove('running');
    say(byId('clock'), '');
    for (const button of document.querySelectorAll('button')) { button.hidden = true; }
  }

  async function act(button, path) {
    if (button.getAttribute('aria-disabled') === 'true') { return; }
    button.setAttribute('aria-disabled', 'true');
    try {
      meter(await (await call(path, {})).json());
      const other = byId(button.id === 'buy' ? 'end' : 'buy');
      if (button.hidden && !other.hidden) { other.focus(); }
    } finally {
      button.removeAttribute('aria-disabled');
    }
  }

  const numberIn = id => byId(id).value.trim() === '' ? null : Number(byId(id).value);

  function fieldsWrong() {
    for (const id of ['question', 'temperature', 'top-p', 'max-tokens']) {
      const field = byId(id);
      const wrong = !field.checkValidity() || (id === 'question' && field.value.trim() === '');
      field.setAttribute('aria-invalid', String(wrong));
      if (wrong) { return field; }
    }
    return null;
  }

  async function ask() {
    if (asking || over) { return; }
    const wrong = fieldsWrong();
    if (wrong) {
      say(byId('problem'), wrong.id === 'question'
        ? 'Write a question first.'
        : `${document.querySelector(`label[for="${wrong.id}"]`).textContent}: ${wrong.validationMessage}`);
      wrong.focus();
      return;
    }
    say(byId('problem'), '');
    asking = new AbortController();
    byId('ask').setAttribute('aria-disabled', 'true');
    byId('stop').hidden = false;
    say(byId('progress'), 'Asking both models.');
    say(byId('asked'), byId('question').value);
    byId('asked').hidden = false;
    byId('asked').scrollIntoView({ block: 'nearest' });
    for (const side of Object.keys(sides)) {
      sides[side].textContent = '';
      sides[side].className = 'answer';
      sides[side].setAttribute('aria-busy', 'true');
      facts[side].textContent = '';
    }
    try {
      const response = await call('/ask', {
        question: byId('question').value, systemPrompt: byId('system').value,
        temperature: numberIn('temperature'), topP: numberIn('top-p'), maxTokens: numberIn('max-tokens')
      }, asking.signal);
      if (!response.ok) {
        const refusal = await response.json();
        say(byId('problem'), `${refusal.problem} To fix: ${refusal.remedy}`);
      } else {
        await listen(response.body);
      }
      say(byId('progress'), 'Both have answered.');
    } catch (e) {
      say(byId('progress'), 'The answers were stopped.');
      if (e.name !== 'AbortError') { say(byId('problem'), 'The program does not answer any more. To fix: start it again.'); }
    } finally {
      for (const side of Object.keys(sides)) { sides[side].setAttribute('aria-busy', 'false'); }
      asking = null;
      byId('ask').removeAttribute('aria-disabled');
      if (document.activeElement === byId('stop')) { byId('ask').focus(); }
      byId('stop').hidden = true;
    }
  }

  async function listen(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) { return; }
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) { heard(JSON.parse(line)); }
    }
  }

  function heard(event) {
    const answer = sides[event.side];
    if (event.text !== undefined) {
      answer.append(document.createTextNode(event.text));
      return;
    }
    answer.setAttribute('aria-busy', 'false');
    if (event.absent) {
      answer.classList.add('quiet');
      answer.textContent = 'Not running: it was not asked. Start it above.';
    } else if (event.problem) {
      answer.classList.add('failed');
      answer.append(document.createTextNode((answer.textContent === '' ? '' : '\n\n') + `${event.problem} To fix: ${event.remedy}`));
    } else {
      facts[event.side].textContent = [
        event.model, `${event.inputTokens} tokens in, ${event.outputTokens} out`, `${event.latencyMillis} ms`,
        reasons[event.end] || ''
      ].filter(part => part !== '').join(' · ');
      if (answer.textContent === '') {
        answer.classList.add('quiet');
        answer.textContent = `The ${names[event.side]} said nothing.`;
      }
    }
  }

  byId('form').addEventListener('submit', event => { event.preventDefault(); ask(); });
  byId('form').addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); }
  });
  byId('stop').addEventListener('click', () => asking && asking.abort());
  byId('buy').addEventListener('click', event => act(event.currentTarget, '/tuned/buy'));
  byId('end').addEventListener('click', event => act(event.currentTarget, '/tuned/end'));
  byId('quit').addEventListener('click', async () => {
    await call('/quit', {});
    ended('The session is ended; what was bought here is being deleted.');
  });

  call('/room').then(response => response.json()).then(room => {
    say(byId('models'), `${room.title}: base and tuned model, side by side`);
    byId('system').value = room.systemPrompt;
    say(byId('buy'), `Start it (${room.price})`);
    if (room.notice) {
      say(byId('notice'), room.notice);
      byId('notice').hidden = false;
    }
  });
  look();
  byId('question').focus();
})();
