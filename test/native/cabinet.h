// A controller from its start-up on, without monitor and street. Four legs; 2 and 6 begin. Times in tenths.
#pragma once

#include <initializer_list>
#include <string>

#include "controller/controller.h"
#include "site.h"
#include "told.h"

namespace test {

struct Cabinet {
  explicit Cabinet(void (*change)(stopline::Tables&) = nullptr) : tables(TablesOf(FourLeg())) {
    for (const int p : {1, 5}) tables.walk_rest[p] = 0;
    if (change != nullptr) change(tables);
    for (int p = 0; p < 16; ++p) input.max_green[p] = 300;
    controller.Open(tables);
  }
  void Coordinate(int cycle, stopline::PhaseSet coordinated, std::initializer_list<int> splits) {
    input.cycle[0] = cycle;
    input.coordinated[0] = static_cast<int>(coordinated);
    int p = 0;
    for (const int split : splits) input.split[p++] = split;
  }
  void Step(int tenths = 1) {
    for (; tenths > 0; --tenths) {
      controller.Step(input, asked, output);
      for (int i = 0; i < output.event_count[0]; ++i)
        journal += " " + std::to_string(output.events[2 * i]) + "/" + std::to_string(output.events[2 * i + 1]);
      for (int p = 0; p < 16; ++p) input.locking[p] = input.pedestrian[p] = 0;
      ++input.clock[0];
    }
  }
  // On to a moment of the clock; what is told of these codes, each as "tenth code/parameter".
  std::string TellTo(int clock, std::initializer_list<int> codes) {
    std::string told;
    while (input.clock[0] < clock) {
      const int tenth = input.clock[0];
      Step();
      told += ToldOf(output, tenth, codes);
    }
    return told;
  }
  // On until this is told, the tenth of it among them.
  void Until(int code, int number) {
    const std::string event = " " + std::to_string(code) + "/" + std::to_string(number) + ",";
    while (TellTo(input.clock[0] + 1, {code}).find(event) == std::string::npos) {
    }
  }
  // Vehicles stand before these, by number, and before nobody else.
  void Queue(auto... numbers) {
    for (int p = 0; p < 16; ++p) input.vehicle[p] = stopline::Has(Set(numbers...), p) ? 1 : 0;
  }
  void Call(int number) { input.locking[number - 1] = 1; }

  stopline::Tables tables;
  stopline::Controller controller;
  stopline::Input input{};
  stopline::Output output{};
  stopline::FlashStatus asked = stopline::FlashStatus::kNotFlash;
  std::string journal;
};

}  // namespace test
