// Where a module is shown, said once in a scenario, and told to each side in its own words.

/**
 * `context` of a scenario: `issue {id, key, type}`, `project {id, key}`, `content {id, type}`, `space {id, key}`,
 * `macro {name: value}`.
 */
export function claimsOf({ issue, project, content, space } = {}) {
  const jira = defined({ issue: issue && { id: issue.id, key: issue.key }, project });
  const confluence = defined({ content, space });
  return defined({
    jira: Object.keys(jira).length ? jira : undefined,
    confluence: Object.keys(confluence).length ? confluence : undefined,
  });
}

/** The variables of a Connect address, such as `{issue.key}`. */
export function tokensOf({ issue, project, content, space, macro } = {}) {
  return {
    'issue.key': issue?.key,
    'issue.id': issue?.id,
    'issuetype.id': issue?.typeId,
    'project.key': project?.key,
    'project.id': project?.id,
    'content.id': content?.id,
    'page.id': content?.id,
    'space.key': space?.key,
    'space.id': space?.id,
    ...macro,
  };
}

/** `context.extension` of a Forge module. */
export function extensionOf(type, { issue, project, content, space, macro } = {}) {
  return defined({
    type,
    issue: issue && defined({ id: issue.id, key: issue.key, typeId: issue.typeId, type: 'Task' }),
    project: project && { ...project, type: 'software' },
    content: content && { ...content },
    space: space && { ...space },
    config: macro,
    references: macro ? [] : undefined,
  });
}

const defined = (value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
