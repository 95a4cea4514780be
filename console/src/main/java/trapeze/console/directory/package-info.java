/**
 * What guests are to be made of, as users say it: options, {@code --guest} lines, a user directory
 * in TOML, and the images that are built in.
 */
@NullMarked
package trapeze.console.directory;

import org.jspecify.annotations.NullMarked;
