//! Files: nothing typed is ever lost, and a file is always the old one or the new one.

mod faulty;
mod folder;
mod reading;
mod saving;
