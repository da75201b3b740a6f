{
  "targets": [
    {
      "target_name": "stopline",
      "sources": [
        "addon.cc",
        "junction.cc",
        "notify.cc",
        "pty.cc",
        "serial.cc",
        "<!@(LC_ALL=C ls controller/*.cc monitor/*.cc strategies/*.cc strategies/*/*.cc)"
      ],
      # What no file defines is found when the addon is loaded, not in the tenth that first calls it. (Node's own functions are undefined here
      # by their nature, so the linker cannot look for it.)
      "ldflags": ["-Wl,-z,now"],
      "cflags_cc!": ["-std=gnu++20", "-std=gnu++17"],
      "cflags_cc": [
        "-std=c++20", "-Wall", "-Wextra", "-Werror", "-Wconversion", "-ffp-contract=off",
        "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden"
      ]
    }
  ]
}
