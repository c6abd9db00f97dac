/** The HTML pages: a reader reads the store, a page renders what was read. */
@NullMarked
package io.certvigil.web.pages;

import org.jspecify.annotations.NullMarked;
