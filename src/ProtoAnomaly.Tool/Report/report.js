'use strict';
// Draws the report's charts from its data and answers to the threshold slider and to clicks on rows.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const drawn = [];
  const byId = id => document.getElementById(id);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const number = (value, digits = 3) => value === null || !Number.isFinite(value) ? 'not defined' : value.toLocaleString('en', { maximumFractionDigits: digits, useGrouping: false });
  const significant = value => value === null ? '' : Number(value.toPrecision(5)).toString();

  const layout = (x, y, more = {}) => {
    const axis = title => ({ title: { text: title, standoff: 8 }, gridcolor: colour('rule'), linecolor: colour('rule'), zerolinecolor: colour('rule'), automargin: true });
    return {
      margin: { l: 50, r: 16, t: 30, b: 46 }, modebar: { bgcolor: 'rgba(0,0,0,0)', color: colour('muted'), activecolor: colour('text') }, paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', hovermode: 'closest',
      font: { color: colour('text'), family: 'system-ui, "Segoe UI", Roboto, sans-serif', size: 12 },
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 }, showlegend: false, ...more,
      xaxis: { ...axis(x), ...more.xaxis }, yaxis: { ...axis(y), ...more.yaxis },
    };
  };
  // On a phone its buttons would lie on the legend.
  const config = { responsive: true, displaylogo: false, displayModeBar: matchMedia('(max-width: 480px)').matches ? false : 'hover', modeBarButtonsToRemove: ['select2d', 'lasso2d'] };

  // Each chart is a function, so that it can be drawn again in other colours.
  const chart = (id, make) => {
    const place = byId(id);
    if (!place) return;
    const draw = () => { const { traces, layout } = make(); Plotly.react(place, traces, layout, config); };
    drawn.push(draw);
    draw();
  };
  const redraw = () => drawn.forEach(draw => draw());

  const steps = data.steps;
  let step = data.step;

  const ranking = () => {
    chart('gain', () => {
      const complete = data.complete;
      const x = steps.map(s => complete ? s.found / data.anomalies : s.alarms / data.rows);
      const y = steps.map(s => complete ? (s.alarms ? s.found / s.alarms : null) : s.found / data.anomalies); // no alarms, no precision
      const text = steps.map(s => `threshold ${significant(s.threshold)}: ${s.found} of ${s.alarms} rows above it`);
      return {
        traces: [
          { x, y, text, hoverinfo: 'text', mode: 'lines', line: { color: colour('curve'), width: 2, shape: 'linear' }, name: 'all thresholds' },
          { x: [x[step]], y: [y[step]], mode: 'markers', marker: { color: colour('anomaly'), size: 11, line: { color: colour('page'), width: 2 } }, hoverinfo: 'skip', name: 'threshold' },
        ],
        layout: layout(complete ? 'recall' : 'share of rows above the threshold', complete ? 'precision' : 'share of labelled anomalies found', {
          xaxis: { range: [-0.02, 1.02] }, yaxis: { range: [0, 1.05] },
        }),
      };
    });
    chart('roc', () => ({
      traces: [
        { x: [0, ...data.roc.map(p => p[0])], y: [0, ...data.roc.map(p => p[1])], mode: 'lines', line: { color: colour('curve'), width: 2 }, hovertemplate: '%{x:.3f}, %{y:.3f}<extra></extra>' },
        { x: [0, 1], y: [0, 1], mode: 'lines', line: { color: colour('muted'), width: 1, dash: 'dot' }, hoverinfo: 'skip' },
      ],
      layout: layout(data.complete ? 'share of other rows above it' : 'share of unlabelled rows above it', 'share of anomalies found', { xaxis: { range: [-0.02, 1.02] }, yaxis: { range: [0, 1.05] } }),
    }));
    chart('histogram', () => {
      const bins = data.histogram, width = bins.width;
      const centre = bins.normal.map((_, i) => bins.start + (i + 0.5) * width);
      const bars = (values, name, text) => ({ type: 'bar', x: centre, y: values, width, name: text, marker: { color: colour(name) }, opacity: 0.65, hovertemplate: `%{y:.1%} of ${text}<br>score %{x:.3f}<extra></extra>` });
      const threshold = steps[step].threshold;
      return {
        traces: [bars(bins.normal, 'normal', data.complete ? 'other rows' : 'unlabelled rows'), bars(bins.anomaly, 'anomaly', data.complete ? 'anomalies' : 'labelled anomalies')],
        layout: layout('score', 'share of its rows', {
          barmode: 'overlay', showlegend: true, yaxis: { tickformat: '.0%' },
          shapes: [{ type: 'line', x0: threshold, x1: threshold, yref: 'paper', y0: 0, y1: 1, line: { color: colour('mark'), width: 2, dash: 'dash' } }],
        }),
      };
    });
  };

  const cost = s => (data.anomalies - s.found) * Number(byId('missCost').value || 0) + (s.alarms - s.found) * Number(byId('alarmCost').value || 0);
  const show = () => {
    const s = steps[step];
    const set = (id, text) => { byId(id).textContent = text; };
    set('thresholdValue', significant(s.threshold));
    set('alarms', `${s.alarms} of ${data.rows}`);
    set('found', `${s.found} of ${data.anomalies}`);
    set('precision', (data.complete ? '' : 'at least ') + number(s.alarms ? s.found / s.alarms : NaN));
    set('recall', number(data.anomalies ? s.found / data.anomalies : NaN));
    set('cost', number(cost(s), 2));
    set('command', `protoanomaly adjust ${data.model} LABELLED.csv --threshold ${significant(s.threshold)} --out adjusted.zip`);
    byId('threshold').setAttribute('aria-valuetext', `threshold ${significant(s.threshold)}`);
  };
  const slider = byId('threshold');
  if (slider) {
    slider.max = steps.length - 1;
    slider.value = step;
    slider.addEventListener('input', () => { step = Number(slider.value); show(); redraw(); });
    for (const id of ['missCost', 'alarmCost']) byId(id).addEventListener('input', show);
    byId('cheapest').addEventListener('click', () => {
      step = steps.reduce((best, s, i) => cost(s) < cost(steps[best]) ? i : best, 0);
      slider.value = step; show(); redraw();
    });
    byId('copy').addEventListener('click', () => navigator.clipboard && navigator.clipboard.writeText(byId('command').textContent));
    show();
  }
  ranking();

  if (data.map) {
    chart('map', () => ({
      traces: [
        ...[[false, 'normal', data.complete ? 'other rows' : 'unlabelled rows', 'circle'], [true, 'anomaly', data.complete ? 'anomalies' : 'labelled anomalies', 'circle']].map(([is, name, text, symbol]) => {
          const rows = data.map.rows.filter(row => row[2] === is);
          return { x: rows.map(r => r[0]), y: rows.map(r => r[1]), text: rows.map(r => `score ${significant(r[3])}`), hoverinfo: 'text', mode: 'markers', name: text, marker: { color: colour(name), size: is ? 7 : 5, opacity: 0.7, symbol } };
        }),
        { x: data.map.prototypes.map(p => p[0]), y: data.map.prototypes.map(p => p[1]), text: data.map.prototypes.map((_, i) => `prototype ${i + 1}`), hoverinfo: 'text', mode: 'markers', name: 'prototypes', marker: data.map.prototypes.length > 20 ? { color: colour('mark'), size: 8, symbol: 'diamond-open' } : { color: colour('mark'), size: 11, symbol: 'diamond', line: { color: colour('page'), width: 1 } } },
      ],
      layout: layout('first principal component', 'second principal component', { showlegend: true }),
    }));
  }

  data.training.forEach((phase, i) => chart(`training-${i + 1}`, () => {
    const line = (key, name, colourName) => ({ x: phase.epoch, y: phase[key], name, mode: phase.isSequence ? 'lines+markers' : 'markers', line: { color: colour(colourName), width: 2 }, marker: { color: colour(colourName), size: 4 }, hovertemplate: `${phase.unit} %{x}: %{y:.4g}<extra>${name}</extra>` });
    const traces = [line('loss', 'training loss', 'curve')];
    if (phase.validation) traces.push(line('validation', 'validation', 'validation'));
    return { traces, layout: layout(phase.unit, '', { showlegend: traces.length > 1, yaxis: { tickformat: '.3~g' } }) };
  }));

  // Why a row has its score: its columns beside those of the ordinary row most like it.
  let chosen = -1;
  // Rows that are images: grey or colours, from the darkest to the brightest value; what pixels add to the score from blue to red.
  const paint = (id, values, channels, rgb) => {
    const [, height, width] = data.image, size = width * height;
    const canvas = byId(id), context = canvas.getContext('2d');
    canvas.hidden = !values;
    if (!values) return;
    [canvas.width, canvas.height] = [width, height];
    const picture = context.createImageData(width, height);
    for (let i = 0; i < size; i++) picture.data.set([...rgb(Array.from({ length: channels }, (_, c) => values[c * size + i])), 255], 4 * i);
    context.putImageData(picture, 0, 0);
  };
  const pictures = ({ image, contributions, ordinary }) => {
    const [channels, height, width] = data.image, size = width * height;
    const brightness = values => {
      const low = Math.min(...values), range = Math.max(...values) - low || 1;
      return pixel => (channels === 3 ? pixel : [pixel[0], pixel[0], pixel[0]]).map(value => 255 * (value - low) / range);
    };
    const added = contributions.length ? Array.from({ length: size }, (_, i) => Array.from({ length: channels }, (_, c) => contributions[c * size + i]).reduce((a, b) => a + b, 0)) : null;
    const largest = added ? Math.max(...added.map(Math.abs)) || 1 : 1;
    paint('image', image, channels, brightness(image));
    paint('saliency', added, 1, ([value]) => {
      const pale = 255 * (1 - Math.abs(value) / largest);
      return value > 0 ? [255, pale, pale] : [pale, pale, 255];
    });
    paint('other', ordinary, channels, ordinary && brightness(ordinary));
  };
  const why = () => {
    const row = data.topRows[chosen];
    if (!row || row.pictures) return;
    const parts = [...row.parts].slice(0, 12).reverse();
    const place = byId('contributions');
    Plotly.react(place, [{
      type: 'bar', orientation: 'h', x: parts.map(p => p.contribution), y: parts.map(p => p.column.length > 22 ? p.column.slice(0, 20) + '…' : p.column),
      marker: { color: parts.map(p => colour(p.contribution < 0 ? 'normal' : 'anomaly')) }, hovertemplate: '%{y}: %{x:.4g}<extra></extra>',
    }], layout('contribution to the score', '', { yaxis: { type: 'category' } }), config);
  };
  const choose = (i, scroll) => {
    chosen = i;
    const row = data.topRows[i];
    document.querySelectorAll('#top tbody tr[data-row]').forEach(tr => tr.setAttribute('aria-selected', String(Number(tr.dataset.row) === i)));
    byId('whyTitle').textContent = `Why ${data.numberWord} ${row.line} has the score ${significant(row.score)}`;
    if (row.pictures) pictures(row.pictures);
    byId('whyOrdinary').textContent = row.ordinary === null ? '' : `Beside it ${data.numberWord} ${row.ordinary}, the row most like it that scores below the median.`;
    byId('whyRows')?.replaceChildren(...row.parts.slice(0, 12).map(part => {
      const tr = document.createElement('tr');
      for (const text of [part.column, part.value, part.ordinary ?? '']) {
        const td = document.createElement('td');
        td.textContent = text;
        tr.append(td);
      }
      return tr;
    }));
    byId('why').hidden = false;
    why();
    if (scroll) byId('why').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  };
  drawn.push(why);
  document.querySelectorAll('#top tbody tr[data-row]').forEach(tr => {
    const go = () => choose(Number(tr.dataset.row), true);
    tr.addEventListener('click', go);
    tr.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); go(); } });
  });
  if (data.topRows.length > 0 && data.topRows[0].parts.length > 0) choose(0, false);

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('beforeprint', redraw);
  addEventListener('afterprint', redraw);
})();
