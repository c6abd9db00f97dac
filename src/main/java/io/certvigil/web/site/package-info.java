/** The data sources of the pages and the API: the store, the daemon's state, the figures. */
@NullMarked
package io.certvigil.web.site;

import org.jspecify.annotations.NullMarked;
