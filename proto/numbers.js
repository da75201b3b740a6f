import $protobuf from "protobufjs/minimal.js";

// 64-bit fields are plain numbers, as the generated types say: milliseconds and sequence numbers stay below 2^53. Left alone, protobufjs
// takes Long objects wherever some other package has brought the `long` library along. Must run before the generated code is loaded.
$protobuf.util.Long = null;
$protobuf.configure();
