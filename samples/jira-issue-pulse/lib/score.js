'use strict';

const DAY = 24 * 60 * 60 * 1000;

const PRIORITY_WEIGHT = {
  Highest: 1.5,
  High: 1.25,
  Medium: 1,
  Low: 0.75,
  Lowest: 0.5,
};

/**
 * How alive is this issue, from 0 (dead) to 100?
 *
 * Takes an issue as the Jira REST API and its webhooks spell it. The clock is
 * an argument, so the same issue always scores the same.
 */
function computePulse(issue, { now, staleAfterDays }) {
  const fields = issue.fields || {};
  const reasons = [];

  if (statusCategory(fields) === 'done') {
    return { score: 100, band: 'done', reasons: ['Issue is done'] };
  }

  let score = 100;
  const weight = PRIORITY_WEIGHT[fields.priority && fields.priority.name] || 1;

  const idleDays = daysBetween(fields.updated || fields.created, now);
  if (idleDays > staleAfterDays) {
    const over = idleDays - staleAfterDays;
    score -= Math.min(60, (20 + over * 2) * weight);
    reasons.push(`No change for ${idleDays} days`);
  }

  const overdueDays = daysBetween(fields.duedate, now);
  if (overdueDays > 0) {
    score -= Math.min(30, 10 + overdueDays);
    reasons.push(`Overdue by ${overdueDays} days`);
  }

  if (!fields.assignee) {
    score -= 15 * weight;
    reasons.push('Nobody is assigned');
  }

  if (statusCategory(fields) === 'new' && daysBetween(fields.created, now) > staleAfterDays) {
    score -= 10;
    reasons.push('Never started');
  }

  score = Math.max(0, Math.round(score));
  return { score, band: bandOf(score), reasons };
}

function bandOf(score) {
  if (score >= 70) {
    return 'healthy';
  }
  return score >= 40 ? 'slowing' : 'stalled';
}

function statusCategory(fields) {
  const status = fields.status || {};
  return status.statusCategory && status.statusCategory.key;
}

function daysBetween(from, now) {
  const start = Date.parse(from);
  return Number.isNaN(start) ? 0 : Math.floor((now - start) / DAY);
}

module.exports = { computePulse, bandOf };
