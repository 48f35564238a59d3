//! JavaScript and TypeScript, through swc.
