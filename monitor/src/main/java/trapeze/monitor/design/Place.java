package trapeze.monitor.design;

import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * What a virtual hart is executed with.
 *
 * @param virtual the virtual hart: its state, its engine's definitions
 * @param hardware the real hart that it has, in turns with others
 * @param hostMap where its memory is in the real machine
 * @param resources real frames and ASIDs that it may have; its shadow spaces take theirs from here
 * @param spaces its shadow address spaces, empty
 */
public record Place(
    Hart virtual, Hardware hardware, HostMap hostMap, Resources resources, ShadowSpaces spaces) {}
