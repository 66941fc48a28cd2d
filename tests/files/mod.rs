//! Files: nothing typed is ever lost, and a file is always the old one or the new one.

mod desk;
mod documents;
mod door;
mod faults;
mod faulty;
mod folder;
mod full;
pub(crate) mod held;
mod licences;
mod model;
mod network;
mod packaging;
mod reading;
mod recovering;
mod saving;
