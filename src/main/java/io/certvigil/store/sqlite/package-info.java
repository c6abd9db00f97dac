/** SQLite: connections, transactions, schema, locks, and what goes wrong with a file. */
@NullMarked
package io.certvigil.store.sqlite;

import org.jspecify.annotations.NullMarked;
