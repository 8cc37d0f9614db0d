'use strict';
// One page about one bridge. Whatever comes from outside becomes text through textContent, never markup.
(() => {
  const SECONDS = 300;
  const OUTCOMES = 50;
  const PAGE = 50;
  const MAX_PARTITIONS = 50;
  const MAX_QUEUES = 10;
  const TASKS_EVERY = 2000;
  const RETRY_AFTER = 10000;
  const SVG = 'http://www.w3.org/2000/svg';

  const $ = id => document.getElementById(id);
  const view = { status: null, seconds: [], outcomes: [], failures: {}, replays: {}, skew: 0, page: null };
  const query = { q: '', sort: 'age', order: 'desc', offset: 0 };

  // --- words ---------------------------------------------------------------------------------------------------------
  const number = value => value.toLocaleString('en');
  const now = () => Date.now() + view.skew;
  const since = moment => (now() - Date.parse(moment)) / 1000;

  function span(seconds) {
    if (seconds < 0) return '0 s';
    if (seconds < 10) return seconds.toFixed(1) + ' s';
    const whole = Math.round(seconds);
    if (whole < 60) return whole + ' s';
    if (whole < 3600) return Math.floor(whole / 60) + ' min ' + (whole % 60) + ' s';
    if (whole < 86400) return Math.floor(whole / 3600) + ' h ' + Math.floor(whole % 3600 / 60) + ' min';
    return Math.floor(whole / 86400) + ' d ' + Math.floor(whole % 86400 / 3600) + ' h';
  }

  /** What is only estimated, without digits that say nothing. */
  function about(seconds) {
    if (seconds <= 0) return 'about now';
    if (seconds < 90) return 'in ~' + Math.max(1, Math.round(seconds)) + ' s';
    if (seconds < 5400) return 'in ~' + Math.round(seconds / 60) + ' min';
    if (seconds < 129600) return 'in ~' + Math.round(seconds / 3600) + ' h';
    return 'in ~' + Math.round(seconds / 86400) + ' d';
  }

  const words = name => name.toLowerCase().replace(/_/g, ' ');

  // --- elements ------------------------------------------------------------------------------------------------------
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /** Brings a table's body to the given rows: lists of cells, each { text, under, kind, className, title }. */
  function fill(table, rows) {
    const body = table.tBodies[0];
    while (body.rows.length > rows.length) body.deleteRow(-1);
    rows.forEach((cells, i) => {
      const row = body.rows[i] || body.insertRow();
      cells.forEach((cell, j) => {
        const td = row.cells[j] || row.insertCell();
        const shown = JSON.stringify(cell);
        if (td.shown === shown) return;
        td.shown = shown;
        td.className = cell.className || '';
        td.title = cell.title || '';
        td.replaceChildren(content(cell));
        (cell.under || []).forEach(line => td.append(make('bdi', 'under', line)));
      });
    });
  }

  function content(cell) {
    if (cell.kind) return make('span', 'tag ' + cell.kind, cell.text);
    return cell.id ? make('bdi', 'id', cell.text) : document.createTextNode(cell.text);
  }

  function counts(list, values) {
    const rows = Object.entries(values).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
    const shown = JSON.stringify(rows);
    if (list.shown === shown) return;
    list.shown = shown;
    list.replaceChildren(...rows.map(([name, count]) => {
      const row = make('div');
      row.append(make('dt', '', name), make('dd', '', number(count)));
      return row;
    }));
  }

  const HELD = {
    OUTAGE: ['MPS is out of reach', 'warn'],
    SUSPENDED: ['Suspended', 'bad'],
    CLOCK: ['The clock is off', 'bad'],
  };

  // --- the state -----------------------------------------------------------------------------------------------------
  function state(status) {
    const { ready, pipeline } = status;
    if (pipeline.hold) return HELD[pipeline.hold.kind] || ['Held', 'bad'];
    if (!ready.ok) return ['Not ready', 'bad'];
    if (pipeline.quota.held === 'NO_SHARE') return ['Standing by', ''];
    if (pipeline.breaker === 'HALF_OPEN') return ['Starting again', 'warn'];
    return pipeline.tasks > 0 ? ['Working', 'good'] : ['Ready, nothing to do', 'good'];
  }

  function showState(status) {
    const [text, kind] = state(status);
    put($('state'), text);
    $('state').className = 'pill ' + kind;
    const reasons = [...status.ready.reasons];
    const hold = status.pipeline.hold;
    if (hold && hold.kind === 'OUTAGE') {
      reasons.push('MPS does not answer properly since ' + hold.since + ': ' + hold.code + ': ' + hold.message);
    }
    $('reasons').hidden = reasons.length === 0;
    $('reasons').classList.toggle('bad', kind === 'bad');
    const shown = JSON.stringify(reasons);
    if ($('reason-list').shown !== shown) {
      $('reason-list').shown = shown;
      $('reason-list').replaceChildren(...reasons.map(reason => make('li', '', reason)));
    }
    put($('about'), status.about.group + ' · ' + status.about.instance + ' · up ' + span(since(status.about.startedAt)));
    put($('version'), 'version ' + status.about.version);
    document.title = text + ' · mps-bridge';
  }

  function showFigures(status) {
    const { pipeline, kafka, about } = status;
    put($('in-flight'), number(pipeline.tasks));
    put($('in-flight-more'), (pipeline.events === pipeline.tasks
      ? 'of ' + number(about.maxInFlight) + ' at most'
      : number(pipeline.events) + ' events wait for them')
      + (pipeline.tasksInTrouble > 0 ? '; last asked in vain: ' + number(pipeline.tasksInTrouble) : ''));
    put($('oldest'), pipeline.oldest ? span(since(pipeline.oldest)) : '–');
    put($('completed'), number(kafka.totals.completed));
    put($('failed'), number(kafka.totals.failed));
    put($('dead-letters'), number(kafka.totals.deadLetters));
    put($('credentials'), status.credentials.source);
    $('credentials').title = status.credentials.source;
    put($('credentials-more'), status.credentials.expiresAt
      ? 'for another ' + span(-since(status.credentials.expiresAt))
      : 'do not expire');
    counts($('failures'), view.failures);
    counts($('letters'), kafka.totals.deadLettersByCode);
    counts($('replays'), view.replays);
  }

  // --- charts --------------------------------------------------------------------------------------------------------
  function path(className, d) {
    const element = document.createElementNS(SVG, 'path');
    element.setAttribute('class', className);
    element.setAttribute('d', d);
    return element;
  }

  /** A line through the values, null where there is none, against a top that is marked if the line may come near. */
  function chart(svg, values, top, marked) {
    const x = i => SECONDS - values.length + i;
    const y = value => (58 - Math.min(1, value / top) * 54).toFixed(2);
    const parts = [];
    if (marked) parts.push(path('top', 'M0 ' + y(top) + 'H299'));
    const points = values.map((value, i) => [value, i]).filter(([value]) => value !== null);
    if (points.length > 1) {
      const line = points.map(([value, i], n) => (n ? 'L' : 'M') + x(i) + ' ' + y(value)).join('');
      const first = x(points[0][1]);
      const last = x(points[points.length - 1][1]);
      parts.push(path('area', line + 'L' + last + ' 60L' + first + ' 60Z'), path('stroke', line));
    } else if (points.length === 1) {
      parts.push(path('stroke dot', 'M' + x(points[0][1]) + ' ' + y(points[0][0]) + 'h0.01'));
    }
    svg.replaceChildren(...parts);
  }

  function showCharts(status) {
    const { quota: { permits, of: quota, guardMillis }, open } = status.pipeline;
    const calls = view.seconds.map(second => second.calls);
    const lately = calls.slice(-10);
    const rate = lately.length ? lately.reduce((a, b) => a + b, 0) / lately.length : 0;
    $('quota').setAttribute('aria-valuemax', permits);
    $('quota').setAttribute('aria-valuenow', Math.min(rate, permits).toFixed(1));
    $('quota').firstElementChild.style.width = (permits ? 100 * Math.min(1, rate / permits) : 0) + '%';
    const figure = make('span', '', rate.toFixed(1));
    figure.append(make('small', '', ' of ' + permits));
    $('calls-figure').replaceChildren(figure);
    const share = permits === 0 ? 'no share of the quota of ' + quota
      : permits === quota ? 'the whole quota is here' : 'a share of the quota of ' + quota;
    put($('calls-more'), share + ', ' + open + (open === 1 ? ' call' : ' calls') + ' open'
      + (guardMillis > 0 ? '; slower by ' + guardMillis + ' ms a call, since the account was over its limit' : ''));
    chart($('calls'), calls, Math.max(quota, ...calls), true);
    $('calls').setAttribute('aria-label', 'Requests per second, the last five minutes; ' + rate.toFixed(1) + ' lately');

    const delays = view.seconds.map(second => second.delay);
    const known = delays.filter(delay => delay !== null);
    const mean = known.length ? known.reduce((a, b) => a + b, 0) / known.length : null;
    put($('delay-figure'), mean === null ? '–' : span(mean));
    put($('delay-more'), mean === null ? 'no task ended in the last five minutes'
      : 'of a task\'s end at most, on average; ' + span(Math.max(...known)) + ' at worst');
    chart($('delay'), delays, Math.max(1, ...known), false);
    $('delay').setAttribute('aria-label', 'Detection delay, the last five minutes; '
      + (mean === null ? 'none' : span(mean) + ' on average'));
  }

  // --- tables --------------------------------------------------------------------------------------------------------
  const outcomeKind = outcome => outcome.reason ? { text: words(outcome.reason), kind: 'bad', under: [outcome.message || ''], title: outcome.message || '' }
    : { text: 'completed', kind: 'good' };

  function left(moment) {
    if (!moment) return { text: '–', className: 'number' };
    const seconds = -since(moment);
    if (seconds <= 0) return { text: 'expired', kind: 'bad', className: 'number' };
    return { text: span(seconds), kind: seconds < 4 * 3600 ? 'warn' : undefined, className: 'number' };
  }

  const under = (...lines) => lines.filter(line => line);

  function showOutcomes() {
    const rows = [...view.outcomes].reverse().map(outcome => [
      { text: outcome.taskId, id: true, under: under(scopeOf(outcome).trim(), outcome.model, outcome.replayName && 'replay ' + outcome.replayName) },
      outcomeKind(outcome),
      { text: new Date(outcome.detectedAt).toLocaleTimeString(), className: 'number wide' },
      { text: span(outcome.durationSeconds), className: 'number wide' },
      { text: outcome.delaySeconds === null ? '–' : span(outcome.delaySeconds), className: 'number wide' },
      left(outcome.availableUntil),
    ]);
    fill($('outcome-table'), rows);
    $('outcome-table').parentElement.hidden = rows.length === 0;
    $('outcomes-empty').hidden = rows.length > 0;
  }

  const urgency = partition => partition.heldBecause ? 2 : partition.pause ? 1 : 0;

  function showPartitions(partitions) {
    const sorted = [...partitions].sort((a, b) => urgency(b) - urgency(a) || a.number - b.number);
    fill($('partition-table'), sorted.slice(0, MAX_PARTITIONS).map(partition => [
      { text: String(partition.number) },
      partition.pause ? { text: words(partition.pause), kind: partition.heldBecause ? 'bad' : 'warn', under: under(partition.heldBecause || (partition.loading && partition.loading.why)) }
        : { text: 'yes', kind: 'good' },
      { text: number(partition.tasks), className: 'number' },
      { text: partition.lag < 0 ? '–' : number(partition.lag), className: 'number' },
      { text: partition.watermark < 0 ? '–' : number(partition.watermark), className: 'number wide' },
      { text: number(partition.span), className: 'number' },
      { text: partition.metadataLimit ? Math.round(100 * partition.metadataChars / partition.metadataLimit) + ' %' : '–', className: 'number wide' },
    ]));
    $('partition-table').parentElement.hidden = partitions.length === 0;
    $('partitions-empty').hidden = partitions.length > 0;
    $('partitions-more').hidden = partitions.length <= MAX_PARTITIONS;
    put($('partitions-more'), 'and ' + (partitions.length - MAX_PARTITIONS) + ' more, all listed in /api/status');
  }

  // Named where it is not what a deployment without accounts and kinds has.
  const scopeOf = ({ account, kind }) => {
    const named = [kind === 'image' ? '' : kind, account && account !== 'default' ? account : ''].filter(Boolean);
    return named.length === 0 ? '' : ' (' + named.join(', ') + ')';
  };

  function showQueues(queues) {
    const size = queue => queue.waiting + queue.running + queue.notAsked;
    const sorted = [...queues].sort((a, b) => size(b) - size(a));
    const figure = (text, wide) => ({ text, className: wide ? 'number wide' : 'number' });
    fill($('queue-table'), sorted.slice(0, MAX_QUEUES).map(queue => {
      const estimate = queue.estimate;
      const rate = estimate && estimate.startsPerSecond;
      return [
        { text: (queue.model === null ? 'no model' : queue.model) + scopeOf(queue.scope), id: queue.model !== null },
        figure(number(queue.running), true),
        figure(number(queue.waiting), true),
        figure(number(queue.notAsked), true),
        figure(estimate ? '~' + number(estimate.waiting) : '–'),
        figure(rate ? rate.toFixed(rate < 10 ? 2 : 0) + '/s' : '–'),
        figure(rate ? about(estimate.waiting / rate) : '–'),
        figure(estimate ? number(Math.max(1, Math.round(estimate.positionError))) : '–', true),
        figure(queue.orderWeight === null ? '–' : Math.round(100 * queue.orderWeight) + ' %', true),
      ];
    }));
    $('queues').hidden = queues.length === 0;
    $('queues-more').hidden = queues.length <= MAX_QUEUES;
    put($('queues-more'), 'and ' + (queues.length - MAX_QUEUES) + ' more, all listed in /api/status');
  }

  function place(task) {
    if (!task.queue) return '';
    if (task.queue.phase === 'WAITING') return task.queue.before === null ? '' : '~' + number(task.queue.before) + ' before it';
    return task.status === 'RUN' ? '' : 'its turn has come';
  }

  const end = task => ({
    text: task.queue && task.queue.endsAt ? about(-since(task.queue.endsAt)) : '–',
    className: 'number wide',
  });

  function next(task) {
    const inSeconds = (task.dueInMillis - (Date.now() - view.pageAt)) / 1000;
    return { text: inSeconds < 0.1 ? 'due' : 'in ' + span(inSeconds), className: 'number wide' };
  }

  function showTasks() {
    const page = view.page;
    if (!page) return;
    fill($('task-table'), page.tasks.map(task => [
      { text: task.taskId, id: true,
        under: under(scopeOf(task).trim(), task.model, task.replayName && 'replay ' + task.replayName, task.metadata),
        title: 'partition ' + task.partition + ', offset ' + task.offset + (task.events > 1 ? ', ' + task.events + ' events' : '') },
      { text: task.status || 'not asked yet', kind: task.status ? ' ' : undefined, under: under(place(task)) },
      { text: span(since(task.createdAt)), className: 'number' },
      { text: number(task.polls), className: 'number wide' },
      next(task),
      end(task),
    ]));
    const to = page.offset + page.tasks.length;
    $('task-table').parentElement.hidden = page.tasks.length === 0;
    $('tasks-empty').hidden = page.tasks.length > 0;
    put($('tasks-empty'), page.total === 0 ? 'Nothing is in flight.' : 'None of ' + number(page.total) + ' tasks matches.');
    put($('range'), page.tasks.length === 0 ? ''
      : number(page.offset + 1) + '–' + number(to) + ' of ' + number(page.matched)
        + (page.matched === page.total ? '' : ' (' + number(page.total) + ' in all)'));
    $('pager').hidden = page.matched === 0;
    $('previous').disabled = page.offset === 0;
    $('next').disabled = to >= page.matched;
  }

  let looking = null;
  async function loadTasks() {
    if (looking) looking.abort();
    const mine = looking = new AbortController();
    try {
      const response = await fetch('api/tasks?' + new URLSearchParams({ ...query, limit: PAGE }), { signal: mine.signal });
      if (!response.ok) return;
      const page = await response.json();
      if (page.tasks.length === 0 && page.matched > 0 && query.offset > 0) {
        query.offset = Math.max(0, Math.floor((page.matched - 1) / PAGE) * PAGE);
        return;
      }
      view.page = page;
      view.pageAt = Date.now();
      showTasks();
    } catch (problem) {
      // Out of reach, or overtaken by the next look: the state at the top says which, and the next look mends it.
    } finally {
      if (looking === mine) looking = null;
    }
  }

  // --- live ----------------------------------------------------------------------------------------------------------
  function live(on) {
    put($('live'), on ? 'live' : 'reconnecting');
    $('live').classList.toggle('on', on);
    if (!on) {
      put($('state'), 'Out of touch');
      $('state').className = 'pill warn';
    }
  }

  function take(event) {
    const { status, recent } = JSON.parse(event.data);
    if (event.type === 'snapshot') {
      view.seconds = [];
      view.outcomes = [];
    }
    view.status = status;
    view.skew = Date.parse(status.at) - Date.now();
    view.seconds = [...view.seconds, ...recent.seconds].slice(-SECONDS);
    view.outcomes = [...view.outcomes, ...recent.outcomes].slice(-OUTCOMES);
    view.failures = recent.failures;
    view.replays = recent.replays;
    live(true);
    show();
  }

  function show() {
    showState(view.status);
    showFigures(view.status);
    showCharts(view.status);
    showQueues(view.status.pipelines.flatMap(each => each.status.queues.map(queue => ({ ...queue, scope: each }))));
    showOutcomes();
    showPartitions(view.status.kafka.partitions);
    showTasks();
  }

  function connect() {
    const events = new EventSource('api/events');
    events.addEventListener('snapshot', take);
    events.addEventListener('delta', take);
    events.onerror = () => {
      live(false);
      // The browser tries again by itself unless it was turned away.
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_AFTER);
    };
  }

  // --- what people do ------------------------------------------------------------------------------------------------
  let typing = 0;
  $('search').addEventListener('input', event => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      query.q = event.target.value;
      query.offset = 0;
      loadTasks();
    }, 200);
  });

  document.querySelectorAll('th[data-sort]').forEach(head => head.firstElementChild.addEventListener('click', () => {
    const same = query.sort === head.dataset.sort;
    query.order = same && query.order === 'desc' ? 'asc' : same ? 'desc' : ['task', 'status', 'next'].includes(head.dataset.sort) ? 'asc' : 'desc';
    query.sort = head.dataset.sort;
    query.offset = 0;
    document.querySelectorAll('th[aria-sort]').forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', query.order === 'asc' ? 'ascending' : 'descending');
    loadTasks();
  }));

  $('previous').addEventListener('click', () => {
    query.offset = Math.max(0, query.offset - PAGE);
    loadTasks();
  });
  $('next').addEventListener('click', () => {
    query.offset += PAGE;
    loadTasks();
  });

  setInterval(() => {
    if (document.visibilityState === 'visible' && !looking) loadTasks();
  }, TASKS_EVERY);
  loadTasks();
  connect();
})();
