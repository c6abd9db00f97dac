/** The overview page and its parts. */
@NullMarked
package io.certvigil.web.pages.overview;

import org.jspecify.annotations.NullMarked;
