/** The store's results for pages, commands and the API. */
@NullMarked
package io.certvigil.store.view;

import org.jspecify.annotations.NullMarked;
