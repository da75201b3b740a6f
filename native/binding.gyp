{
  "targets": [
    {
      "target_name": "stopline",
      "sources": [
        "addon.cc",
        "junction.cc",
        "pty.cc",
        "controller/barriers.cc",
        "controller/calls.cc",
        "controller/check.cc",
        "controller/controller.cc",
        "controller/lamps.cc",
        "controller/ring.cc",
        "controller/sequence.cc",
        "monitor/monitor.cc",
        "strategies/fully_actuated.cc",
        "strategies/table.cc"
      ],
      "cflags_cc!": ["-std=gnu++20", "-std=gnu++17"],
      "cflags_cc": [
        "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wconversion", "-ffp-contract=off",
        "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden"
      ]
    }
  ]
}
