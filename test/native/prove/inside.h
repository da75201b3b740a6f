// What is inside the controller and the monitor, by name: see doors.h.
#pragma once

#include "doors.h"
#include "junction.h"

namespace prove {

PROVE_DOOR(TheController, &stopline::Junction::controller_);
PROVE_DOOR(TheMonitor, &stopline::Junction::monitor_);
PROVE_DOOR(TheFlash, &stopline::Controller::flash_);
PROVE_DOOR(TheOverlaps, &stopline::Controller::overlaps_);
PROVE_DOOR(ThePreemption, &stopline::Controller::preemption_);
PROVE_DOOR(TheCalls, &stopline::Controller::calls_);
PROVE_DOOR(TheBarriers, &stopline::Controller::barriers_);
PROVE_DOOR(ToldMaximum, &stopline::Controller::max_green_);
PROVE_DOOR(FlashElapsed, &stopline::Flash::elapsed_);
PROVE_DOOR(Flashed, &stopline::Flash::flashed_);
PROVE_DOOR(Strict, &stopline::Flash::strict_);
PROVE_DOOR(Vehicle, &stopline::Calls::vehicle_);
PROVE_DOOR(Recalled, &stopline::Calls::recalled_);
PROVE_DOOR(Held, &stopline::Calls::held_);
PROVE_DOOR(Soft, &stopline::Calls::soft_);
PROVE_DOOR(SoftPlaced, &stopline::Calls::soft_placed_);
PROVE_DOOR(PedRecalled, &stopline::Calls::ped_recalled_);
PROVE_DOOR(FaultRecalled, &stopline::Calls::fault_recalled_);
PROVE_DOOR(Locked, &stopline::Calls::locked_);
PROVE_DOOR(Registered, &stopline::Calls::registered_);
PROVE_DOOR(TheRings, &stopline::Barriers::rings_);
PROVE_DOOR(TerminatedBy, &stopline::Barriers::terminated_by_);
PROVE_DOOR(RingElapsed, &stopline::Ring::elapsed_);
PROVE_DOOR(RingMax, &stopline::Ring::max_elapsed_);
PROVE_DOOR(RingPedestrian, &stopline::Ring::pedestrian_);
PROVE_DOOR(RingWaited, &stopline::Ring::waited_);
PROVE_DOOR(DynamicMaxes, &stopline::Barriers::dynamic_max_);
PROVE_DOOR(MaxRow, &stopline::DynamicMax::row_);
PROVE_DOOR(Placed, &stopline::Calls::placed_);
PROVE_DOOR(Omitted, &stopline::Calls::omitted_);
PROVE_DOOR(PedOmitted, &stopline::Calls::ped_omitted_);
PROVE_DOOR(EachOverlap, &stopline::Overlaps::overlap_);
PROVE_DOOR(OverlapElapsed, &stopline::Overlap::elapsed_);
PROVE_DOOR(OverlapTrailing, &stopline::Overlap::trailing_);
PROVE_DOOR(PreemptInterval, &stopline::Preemption::interval_);
PROVE_DOOR(PreemptElapsed, &stopline::Preemption::elapsed_);
PROVE_DOOR(PreemptDuration, &stopline::Preemption::duration_);
PROVE_DOOR(PreemptInputs, &stopline::Preemption::inputs_);
PROVE_DOOR(InputDue, &stopline::PreemptInput::due_);
PROVE_DOOR(PedAdvanced, &stopline::Pedestrian::advanced_);
PROVE_DOOR(ThePriority, &stopline::Controller::priority_);
PROVE_DOOR(PrioritySlots, &stopline::Priority::slots_);
PROVE_DOOR(Extended, &stopline::Priority::extended_);
PROVE_DOOR(PedElapsed, &stopline::Pedestrian::elapsed_);
PROVE_DOOR(MonitorLamp, &stopline::monitor::Monitor::lamp_);
PROVE_DOOR(MonitorAge, &stopline::monitor::Monitor::age_);
PROVE_DOOR(MonitorWalked, &stopline::monitor::Monitor::walked_);
PROVE_DOOR(ControllerTables, &stopline::Controller::tables_);
PROVE_DOOR(MonitorTables, &stopline::monitor::Monitor::tables_);

}  // namespace prove
