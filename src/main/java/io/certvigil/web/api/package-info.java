/** The JSON API, the calendar and the exports. */
@NullMarked
package io.certvigil.web.api;

import org.jspecify.annotations.NullMarked;
