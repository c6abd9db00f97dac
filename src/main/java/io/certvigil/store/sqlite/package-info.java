/** SQLite: connections, transactions, schema, locks and errors. */
@NullMarked
package io.certvigil.store.sqlite;

import org.jspecify.annotations.NullMarked;
