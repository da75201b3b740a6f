{
  "targets": [
    {
      "target_name": "stopline",
      "sources": ["addon.cc", "pty.cc"],
      "cflags_cc!": ["-std=gnu++20", "-std=gnu++17"],
      "cflags_cc": [
        "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wconversion", "-ffp-contract=off",
        "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden"
      ]
    }
  ]
}
