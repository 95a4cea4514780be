/** What a comparison found, as text, CSV, JSON, and one HTML page with plots. */
@NullMarked
package trapeze.console.compare.page;

import org.jspecify.annotations.NullMarked;
