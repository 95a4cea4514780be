/**
 * A supervisor execution environment in Java: what a kernel that is started in virtual S finds in
 * the place of firmware, the way DIAGNOSE served CMS.
 */
@NullMarked
package trapeze.monitor.sbi;

import org.jspecify.annotations.NullMarked;
